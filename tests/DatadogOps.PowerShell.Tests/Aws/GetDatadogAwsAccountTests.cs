using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Aws;

public class GetDatadogAwsAccountTests
{
    [Fact]
    public async Task ShowsWhatIsRegistered()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        string id = run.Register();
        run.Register("210987654321");

        Assert.Equal(["123456789012", "210987654321"], run.Output("Get-DatadogAwsAccount @dd").Select(one => (string)one.Get("AccountId")!).Order());
        PSObject account = Assert.Single(run.Output("Get-DatadogAwsAccount 123456789012 @dd"));
        Assert.Equal(("DatadogIntegrationRole", id, "all", "aws"), (account.Get("RoleName"), account.Get("ExternalId"), account.Get("Regions"), account.Get("Partition")));
        Assert.Equal(account.Get("RegistrationId"), Assert.Single(run.Output($"Get-DatadogAwsAccount -RegistrationId {account.Get("RegistrationId")} @dd")).Get("RegistrationId"));
        Assert.Empty(run.Output("Get-DatadogAwsAccount 000000000000 @dd"));
    }

    [Fact]
    public async Task UnderDebugTheRequestsAreShownWithoutTheKeys()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();

        PipelineResult result = run.Run("Get-DatadogAwsAccount @dd -Debug");

        Assert.Contains(result.Debug, line => line.StartsWith("GET ", StringComparison.Ordinal) && line.Contains("api/v2/integration/aws/accounts", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Debug, line => line.Contains(run.Intake.ApiKey, StringComparison.Ordinal) || line.Contains(run.Intake.ApplicationKey, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFailureIsAnErrorWithAWayOut()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();

        PipelineResult unknown = run.Run("Get-DatadogAwsAccount -RegistrationId 0a1b2c3d-0000-4000-8000-000000000001 @dd");
        PipelineResult refused = StagedModule.Run($"Get-DatadogAwsAccount -ApiUri {run.Intake.ApiUri} -ApiKey wrong -ApplicationKey wrong");

        Assert.Equal(["AwsAccountNotRegistered"], unknown.ErrorIds());
        Assert.Equal(["DatadogApiKeyRefused"], refused.ErrorIds());
        Assert.DoesNotContain(unknown.Errors, error => error.ToString().Contains(run.Intake.ApiKey, StringComparison.Ordinal));
    }
}
