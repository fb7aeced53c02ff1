using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;

namespace DatadogOps.Tests.Aws;

public class RegisterDatadogAwsAccountTests
{
    [Fact]
    public async Task FromNothingToATestedIntegrationIsOneLine()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string id = (string)Assert.Single(run.Output("New-DatadogAwsExternalId @dd")).Get("ExternalId")!;

        IReadOnlyList<PSObject> findings = run.Output(
            $"New-DatadogAwsRole -ExternalId {id} -ProfileName {profile} | Register-DatadogAwsAccount @dd | Test-DatadogAwsRole -ProfileName {profile}");

        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.NotEqual("Failed", finding.Get("Status")));
        Assert.True(aws.Account(AccountsRun.Account).CanAssume("DatadogIntegrationRole", "464622532012", id));
    }

    [Fact]
    public async Task ASecondRunFindsTheAccountRegistered()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        string id = run.Register();

        PipelineResult again = run.Run($"Register-DatadogAwsAccount 123456789012 -RoleName DatadogIntegrationRole -ExternalId {id} @dd -Verbose");
        PipelineResult otherwise = run.Run($"Register-DatadogAwsAccount 123456789012 -RoleName Another -ExternalId {id} @dd");

        Assert.Equal((0, 1), (again.ExitCode, again.Output.Count));
        Assert.Contains(again.Verbose, line => line.Contains("was registered", StringComparison.Ordinal));
        Assert.Equal(["AwsAccountRegisteredOtherwise"], otherwise.ErrorIds());
        Assert.Equal("DatadogIntegrationRole", Assert.Single(run.Output("Get-DatadogAwsAccount @dd")).Get("RoleName"));
    }

    [Fact]
    public async Task AnExternalIdThatDatadogDidNotGenerateIsRefused()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        string id = (string)Assert.Single(run.Output("New-DatadogAwsExternalId @dd")).Get("ExternalId")!;
        await run.Intake.Control.AdvanceClockAsync(TimeSpan.FromHours(49));

        foreach (string refused in new[] { id, "00000000000000000000000000000000" })
        {
            Assert.Equal(["AwsExternalIdRefused"], run.Run($"Register-DatadogAwsAccount 123456789012 -RoleName DatadogIntegrationRole -ExternalId {refused} @dd").ErrorIds());
        }
    }

    [Fact]
    public async Task AccessKeysAreForGovCloudAndChinaAndTheirSecretIsShownToNobody()
    {
        const string Secret = "wJalrXUtnFEMIsecretsecret";
        await using AccountsRun run = await AccountsRun.StartAsync();
        string keys = $"-AuthType AccessKeys -AccessKeyId AKIAEXAMPLEEXAMPLE00 -SecretAccessKey {Secret}";

        PipelineResult commercial = run.Run($"Register-DatadogAwsAccount 123456789012 {keys} @dd");
        PipelineResult china = run.Run($"Register-DatadogAwsAccount 123456789012 -Partition aws-cn {keys} @dd -Verbose -Debug");

        Assert.Equal(["AwsAccountSettingsConflict"], commercial.ErrorIds());
        Assert.Equal("AKIAEXAMPLEEXAMPLE00", Assert.Single(china.Output)!.Get("AccessKeyId"));
        Assert.DoesNotContain(
            china.Verbose.Concat(china.Debug).Concat(commercial.Errors.Select(error => error.ToString())),
            line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-RoleName DatadogIntegrationRole")]
    [InlineData("-ExternalId c359eed4feb642c9a38c79b3da552929")]
    [InlineData("-Partition aws-cn -AuthType AccessKeys")]
    [InlineData("-RoleName R -ExternalId c359eed4feb642c9a38c79b3da552929 -IncludeNamespace AWS/EC2 -ExcludeNamespace AWS/SQS")]
    public void WhatDoesNotGoTogetherIsRefusedBeforeAnythingIsSent(string parameters) => Assert.Equal(
        ["AwsAccountSettingsConflict"],
        StagedModule.Run($"Register-DatadogAwsAccount 123456789012 {parameters} -ApiUri http://127.0.0.1:9 -ApiKey abc -ApplicationKey abc").ErrorIds());

    [Fact]
    public async Task ARoleThatTrustsAnotherSitesAccountIsRefusedBeforeAnythingIsSent()
    {
        await using var run = new FakeAwsRun();
        const string Register = "Register-DatadogAwsAccount -Site datadoghq.com -ApiKey abc -ApplicationKey abc -WhatIf";

        PipelineResult made = run.Run($"New-DatadogAwsRole Other @p @id -Site ap1.datadoghq.com | {Register}");
        PipelineResult read = run.Run($"Get-DatadogAwsRole Other @p | {Register}");
        PipelineResult shared = run.Run($"New-DatadogAwsRole @p @id -Site us3.datadoghq.com | {Register}");

        foreach (PipelineResult refused in new[] { made, read })
        {
            Assert.Equal(["AwsRoleOfAnotherSite"], refused.ErrorIds());
            Assert.Empty(refused.WhatIf);
            string message = refused.Errors[0].ToString();
            Assert.All(["ap1.datadoghq.com", "417141415827", "464622532012"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        }

        // US1 and US3 come from one account.
        Assert.Empty(shared.Errors);
        Assert.Single(shared.WhatIf);
    }

    [Fact]
    public async Task UnderWhatIfNothingIsRegistered()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();

        PipelineResult result = run.Run("Register-DatadogAwsAccount 123456789012 -RoleName R -ExternalId c359eed4feb642c9a38c79b3da552929 @dd -WhatIf");

        Assert.Contains("123456789012", Assert.Single(result.WhatIf), StringComparison.Ordinal);
        Assert.Empty(run.Output("Get-DatadogAwsAccount @dd"));
    }
}
