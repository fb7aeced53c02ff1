using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Aws;

public class SetDatadogAwsAccountTests
{
    [Fact]
    public async Task ChangesWhatIsAskedForAndNothingElse()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        run.Register();
        run.Output("Set-DatadogAwsAccount 123456789012 -Tag env:prod -Region eu-west-1, us-east-1 @dd");

        PSObject account = Assert.Single(run.Output("Get-DatadogAwsAccount @dd | Set-DatadogAwsAccount -CollectAlarm -CollectMetric:$false -ExcludeNamespace AWS/SQS -PassThru @dd"));

        Assert.Equal((true, false, "AWS/SQS"), (account.Get("CollectsAlarms"), account.Get("MetricsEnabled"), account.Get("Namespaces")));
        Assert.Equal(("eu-west-1,us-east-1", "env:prod"), (account.Get("Regions"), account.Get("Tags")!.ToString()));
    }

    [Fact]
    public async Task TheChangeIsShownUnderWhatIfAndNotMade()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        run.Register();

        PipelineResult result = run.Run("Set-DatadogAwsAccount 123456789012 -CollectAlarm @dd -WhatIf");

        Assert.Contains("collect_cloudwatch_alarms", Assert.Single(result.WhatIf), StringComparison.Ordinal);
        Assert.Equal(false, Assert.Single(run.Output("Get-DatadogAwsAccount @dd")).Get("CollectsAlarms"));
    }

    [Fact]
    public async Task WhereNothingWouldChangeNothingIsSent()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        run.Register();

        PipelineResult result = run.Run("Set-DatadogAwsAccount 123456789012 -RoleName DatadogIntegrationRole @dd -Verbose");

        Assert.Contains(result.Verbose, line => line.Contains("already has these settings", StringComparison.Ordinal));
        Assert.DoesNotContain(await run.Intake.Control.RequestsAsync(), request => request.Method == "PATCH");
        Assert.Equal(["AwsAccountNotRegistered"], run.Run("Set-DatadogAwsAccount 000000000000 -CollectAlarm @dd").ErrorIds());
    }
}
