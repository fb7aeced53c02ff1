using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class TestDatadogAwsRoleTests
{
    [Fact]
    public async Task BindsWhatNewPutsOut()
    {
        await using var run = new FakeAwsRun();

        IReadOnlyList<PSObject> findings = run.Output("New-DatadogAwsRole Other @p @id | Test-DatadogAwsRole");

        Assert.Equal(19, findings.Count);
        Assert.All(findings, finding => Assert.Equal(("Passed", "Other", null), (finding.Get("Status"), finding.Get("RoleName"), finding.Get("Recommendation"))));
    }

    [Fact]
    public async Task TellsWhichExternalIdIsWrong()
    {
        await using var run = new FakeAwsRun();
        run.Output("New-DatadogAwsRole @p @id");

        PSObject finding = Assert.Single(run.Output("Test-DatadogAwsRole @p -ExternalId 00000000000000000000000000000000"), one => one.Get("Status") is "Failed");

        Assert.Equal(("TrustExternalId", "00000000000000000000000000000000", FakeAwsRun.ExternalId), (finding.Get("Rule"), finding.Get("Expected"), finding.Get("Actual")));
    }

    [Fact]
    public async Task ComparesWithTheIdThatDatadogHas()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string id = run.Register();
        run.Output($"New-DatadogAwsRole -ExternalId {FakeAwsRun.ExternalId} -ProfileName {profile}");

        PSObject finding = Assert.Single(
            run.Output($"Get-DatadogAwsAccount @dd | Test-DatadogAwsRole -ProfileName {profile}"), one => one.Get("Status") is not "Passed");
        Assert.Equal(("TrustExternalId", id, FakeAwsRun.ExternalId), (finding.Get("Rule"), finding.Get("Expected"), finding.Get("Actual")));

        run.Output($"Get-DatadogAwsAccount @dd | Test-DatadogAwsRole -ProfileName {profile} | Repair-DatadogAwsRole");
        Assert.True((bool)Assert.Single(run.Output($"Get-DatadogAwsAccount @dd | Test-DatadogAwsRole -ProfileName {profile} -Quiet")).BaseObject);
    }

    [Fact]
    public async Task AsksDatadogItselfWhatItHas()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        run.Output($"New-DatadogAwsRole -ExternalId {FakeAwsRun.ExternalId} -ProfileName {profile}");
        string test = $"Connect-Datadog {run.At}; Test-DatadogAwsRole -ProfileName {profile} -IncludeRegistration";

        PSObject missing = Assert.Single(run.Output(test), one => one.Get("Status") is not "Passed");
        Assert.Equal(("Registration", "role 'DatadogIntegrationRole'", "not registered"), (missing.Get("Rule"), missing.Get("Expected"), missing.Get("Actual")));

        string id = run.Register();
        PSObject differing = Assert.Single(run.Output(test), one => one.Get("Status") is not "Passed");
        Assert.Equal(("TrustExternalId", id, FakeAwsRun.ExternalId), (differing.Get("Rule"), differing.Get("Expected"), differing.Get("Actual")));
        Assert.False((bool)Assert.Single(run.Output(test + " -Quiet")).BaseObject);

        run.Output(test + " | Repair-DatadogAwsRole");
        Assert.True((bool)Assert.Single(run.Output(test + " -Quiet")).BaseObject);
        PSObject given = Assert.Single(run.Output($"{test} -ExternalId {FakeAwsRun.ExternalId}"), one => one.Get("Status") is not "Passed");
        Assert.Equal(("Registration", $"external id {id}"), (given.Get("Rule"), given.Get("Actual")));

        run.Output($"New-DatadogAwsRole Other -ExternalId {id} -ProfileName {profile}");
        PSObject other = Assert.Single(run.Output($"{test} -RoleName Other"), one => one.Get("Status") is not "Passed");
        Assert.Equal(("Registration", "Failed", "role 'DatadogIntegrationRole'"), (other.Get("Rule"), other.Get("Status"), other.Get("Actual")));
    }

    [Fact]
    public async Task WithoutKeysDatadogIsNotAsked()
    {
        await using var run = new FakeAwsRun();

        PipelineResult result = run.Run("Test-DatadogAwsRole @p -IncludeRegistration");

        Assert.Equal("DatadogApiKeyMissing", result.TerminatingError?.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(run.Aws.Calls);
    }

    [Fact]
    public async Task TheSiteIsTheContextsUnlessGiven()
    {
        await using var run = new FakeAwsRun();
        const string Connect = "Connect-Datadog -Site ap1.datadoghq.com -ApiKey 0123456789abcdef0123456789abcdef; ";

        Assert.Equal("417141415827", Assert.Single(run.Output(Connect + "New-DatadogAwsRole @p @id")).Get("TrustedAccountId"));

        Assert.True((bool)Assert.Single(run.Output(Connect + "Test-DatadogAwsRole @p @id -Quiet")).BaseObject);
        Assert.False((bool)Assert.Single(run.Output(Connect + "Test-DatadogAwsRole @p @id -Site datadoghq.com -Quiet")).BaseObject);
    }

    [Fact]
    public async Task TellsOfARotationThatWasCutShort()
    {
        await using RegisteredAccount account = await RegisteredAccount.StartAsync();
        account.RefuseTheEnd();
        Assert.NotEqual(0, account.Run($"{account.Reset} -GraceSec 0").ExitCode);

        PSObject finding = Assert.Single(
            account.Output($"Get-DatadogAwsAccount @dd | Test-DatadogAwsRole -ProfileName {account.Profile}"), one => one.Get("Status") is not "Passed");

        Assert.Equal(("TrustExternalId", "Warning"), (finding.Get("Rule"), finding.Get("Status")));
        Assert.Contains(account.ExternalId, (string)finding.Get("Actual")!, StringComparison.Ordinal);
        Assert.Contains("Reset-DatadogAwsExternalId", (string)finding.Get("Recommendation")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswersQuietlyWithOneValue()
    {
        await using var run = new FakeAwsRun();
        string without = run.AddProfile("111111111111");
        run.Output("New-DatadogAwsRole @p @id");

        Assert.True((bool)Assert.Single(run.Output("Test-DatadogAwsRole @p -Quiet")).BaseObject);
        Assert.False((bool)Assert.Single(run.Output($"Test-DatadogAwsRole -ProfileName {run.Profile}, {without} -Quiet")).BaseObject);
        PipelineResult failed = run.Run("Test-DatadogAwsRole -ProfileName nobody -Quiet");
        Assert.Equal(["AwsProfileNotFound"], failed.ErrorIds());
        Assert.False((bool)Assert.Single(failed.Output)!.BaseObject);
    }
}
