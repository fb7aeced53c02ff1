using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Aws;
using DatadogOps.Testbed.Network;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Aws;

[Collection(MotoSuite.Name)]
public class NewDatadogAwsRoleTests(MotoFixture fixture)
{
    [MotoFact]
    public void MakesTestsMendsAndRemovesARoleAtARealPeer()
    {
        string at = $"-ProfileName {fixture.Moto.ProfileName} -RoleName Whole";
        string like = $"{at} -ExternalId {FakeAwsRun.ExternalId} -PermissionSet Full -SecurityAudit";

        PSObject role = Assert.Single(StagedModule.Output($"New-DatadogAwsRole {like}"));
        Assert.Equal("arn:aws:iam::123456789012:role/Whole", role.Get("RoleArn"));
        Assert.All(StagedModule.Output($"Test-DatadogAwsRole {like}"), finding => Assert.Equal("Passed", finding.Get("Status")));

        string changed = like + " -ExcludeService amplify, s3 -Region eu-west-1 -MaxSessionDurationSec 7200";
        Assert.False((bool)Assert.Single(StagedModule.Output($"Test-DatadogAwsRole {changed} -Quiet")).BaseObject);
        StagedModule.Output($"Test-DatadogAwsRole {changed} | Repair-DatadogAwsRole");
        Assert.True((bool)Assert.Single(StagedModule.Output($"Test-DatadogAwsRole {changed} -Quiet")).BaseObject);

        StagedModule.Output($"Remove-DatadogAwsRole {at} -Confirm:$false");
        Assert.Equal(["AwsRoleNotFound"], StagedModule.Run($"Get-DatadogAwsRole {at}").ErrorIds());
    }

    [MotoFact]
    public void IsRefusedByAPeerThatChecksSignatures()
    {
        string profile = AwsProfiles.Add(fixture.Moto.Endpoint, fixture.Moto.AccessKey, "not-the-secret");

        PipelineResult result = StagedModule.Run($"New-DatadogAwsRole -ProfileName {profile} -ExternalId {FakeAwsRun.ExternalId}");

        Assert.Equal(["AwsCredentialsInvalid"], result.ErrorIds());
    }

    [Fact]
    public async Task ShowsTheWholePlanAndWritesNothing()
    {
        await using var run = new FakeAwsRun();

        PipelineResult result = run.Run("New-DatadogAwsRole @p @id -PermissionSet Full -SecurityAudit -WhatIf");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        string plan = Assert.Single(result.WhatIf);
        Assert.Contains("Create the role DatadogIntegrationRole, which arn:aws:iam::464622532012:root may assume with the external id " + FakeAwsRun.ExternalId, plan, StringComparison.Ordinal);
        Assert.Contains("104 actions", plan, StringComparison.Ordinal);
        Assert.Contains("Attach the policy SecurityAudit", plan, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Aws.Calls, call => !call.StartsWith("Get", StringComparison.Ordinal) && !call.StartsWith("List", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-ExternalId nonsense", "AwsExternalIdInvalid")]
    [InlineData("@id -Partition aws-cn", "AwsDelegationUnavailable")]
    [InlineData("@id -Partition aws-mars", "AwsPartitionUnsupported")]
    [InlineData("@id -Site example.com", "DatadogSiteUnknown")]
    [InlineData("@id -ExcludeService nosuch", "AwsServiceUnknown")]
    [InlineData("@id -Tag nonsense", "AwsSpecificationInvalid")]
    public async Task RefusesWhatCannotBeBeforeAwsIsAsked(string parameters, string errorId)
    {
        await using var run = new FakeAwsRun();

        PipelineResult result = run.Run("New-DatadogAwsRole @p " + parameters);

        Assert.Equal([errorId], result.ErrorIds());
        Assert.False(string.IsNullOrEmpty(Assert.Single(result.Errors).ErrorDetails!.RecommendedAction));
        Assert.Empty(run.Aws.Calls);
    }

    [Fact]
    public async Task WorksOnSeveralProfilesAndGoesOnPastOneThatFails()
    {
        await using var run = new FakeAwsRun();
        string first = run.AddProfile("111111111111");
        string second = run.AddProfile("222222222222");

        PipelineResult result = run.Run($"New-DatadogAwsRole -ProfileName {first}, nobody, {second} @id -ThrottleLimit 2");

        Assert.Equal(["111111111111", "222222222222"], result.Output.Select(role => (string)role!.Get("AccountId")!).Order());
        Assert.Equal(["AwsProfileNotFound"], result.ErrorIds());
    }

    [Fact]
    public async Task TakesAnOrganisationsListFromThePipeline()
    {
        await using var run = new FakeAwsRun();
        foreach (string account in new[] { "111111111111", "222222222222" })
        {
            run.Aws.Account(account).Roles["OrganizationAccountAccessRole"] = new FakeAwsRole
            {
                Name = "OrganizationAccountAccessRole",
                Path = "/",
                Arn = $"arn:aws:iam::{account}:role/OrganizationAccountAccessRole",
                Trust = """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole"}]}""",
            };
        }

        PipelineResult result = StagedModule.Run(
            $"New-DatadogAwsRole -ProfileName {run.Profile} -ExternalId {FakeAwsRun.ExternalId} -AssumeRoleName OrganizationAccountAccessRole -Verbose",
            new[] { "111111111111", "222222222222", FakeAwsRun.Account }.Select(id => StagedModule.Record(("Id", id), ("Name", "An account"))));

        Assert.Empty(result.Errors);
        Assert.Equal(["111111111111", "123456789012", "222222222222"], result.Output.Select(role => (string)role!.Get("AccountId")!).Order());
        Assert.DoesNotContain("assumed-", string.Join('\n', result.Verbose), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutsNoSecretIntoAnyStream()
    {
        await using var run = new FakeAwsRun();
        run.Aws.Fault = (number, _) => number > 8 ? FakeFault.Deny : FakeFault.None;

        PipelineResult result = run.Run("New-DatadogAwsRole @p @id -PermissionSet Full -Verbose -Debug");

        Assert.Equal(["AwsAccessDenied"], result.ErrorIds());
        string all = string.Join('\n', [.. result.Verbose, .. result.Debug, .. result.Warnings, .. result.Errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails}")]);
        Assert.NotEmpty(result.Verbose);
        Assert.DoesNotContain(AwsProfiles.Secret, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndsSoonWhenStopped()
    {
        await using var hanging = new HangingListener();
        using var stop = new CancellationTokenSource();
        string profile = AwsProfiles.Add(new Uri($"http://127.0.0.1:{hanging.Port}"), "AKIAHANGING");

        Task<PipelineResult> running = Task.Run(() => StagedModule.Run($"New-DatadogAwsRole -ProfileName {profile} -ExternalId {FakeAwsRun.ExternalId}", cancellation: stop.Token));
        await Task.Delay(200);
        await stop.CancelAsync();

        Assert.True((await running.WaitAsync(TimeSpan.FromSeconds(30))).Stopped);
    }
}
