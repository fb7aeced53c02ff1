using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Aws;

public class UnregisterDatadogAwsAccountTests
{
    [Fact]
    public async Task EndsARegistrationAfterHavingShownIt()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        run.Register();
        run.Register("210987654321");

        PipelineResult shown = run.Run("Get-DatadogAwsAccount | Unregister-DatadogAwsAccount -WhatIf".Replace("Account ", "Account @dd ", StringComparison.Ordinal));
        Assert.Equal((2, 2), (shown.WhatIf.Count, run.Output("Get-DatadogAwsAccount @dd").Count));

        run.Output("Unregister-DatadogAwsAccount 123456789012 @dd -Confirm:$false");
        Assert.Equal("210987654321", Assert.Single(run.Output("Get-DatadogAwsAccount @dd")).Get("AccountId"));
        Assert.Equal(["AwsAccountNotRegistered"], run.Run("Unregister-DatadogAwsAccount 123456789012 @dd -Confirm:$false").ErrorIds());
    }
}
