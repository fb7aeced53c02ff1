using System.Management.Automation;
using DatadogOps.Shell.Execution;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.Aws;

public class ResetDatadogAwsExternalIdTests
{
    // The number of SIGINT, which Ctrl+C sends.
    private const int Interrupt = 2;

    [Fact]
    public async Task BothSidesAgreeOnANewId()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string old = run.Register();
        run.Output($"New-DatadogAwsRole -ExternalId {old} -ProfileName {profile}");

        Assert.Empty(run.Output($"Get-DatadogAwsAccount @dd | Reset-DatadogAwsExternalId -ProfileName {profile} -WhatIf @dd"));
        FakeAwsAccount account = aws.Account(AccountsRun.Account);
        Assert.True(account.CanAssume("DatadogIntegrationRole", "464622532012", old));

        PSObject rotated = Assert.Single(run.Output($"Get-DatadogAwsAccount @dd | Reset-DatadogAwsExternalId -ProfileName {profile} -GraceSec 0 -Confirm:$false @dd"));
        Assert.NotEqual(old, rotated.Get("ExternalId"));
        Assert.False(account.CanAssume("DatadogIntegrationRole", "464622532012", old));
        Assert.True(account.CanAssume("DatadogIntegrationRole", "464622532012", (string)rotated.Get("ExternalId")!));
    }

    [Fact]
    public async Task EachStepIsToldWhenItIsDoneSoThatAStopInTheMiddleLeavesNoRiddle()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string old = run.Register();
        run.Output($"New-DatadogAwsRole -ExternalId {old} -ProfileName {profile}");
        string reset = $"Reset-DatadogAwsExternalId {AccountsRun.Account} -ProfileName {profile} -Confirm:$false {run.At}";

        await using ChildProcess ddops = ChildProcess.Start(StagedModule.Ddops, [$"{reset} -GraceSec 3600 -Verbose"]);
        await Polling.UntilAsync(() => ddops.Output.Contains("goes on to trust", StringComparison.Ordinal) || ddops.HasExited, () => ddops.Output, timeoutSec: 120);
        await ddops.StopAsync(Interrupt, timeoutSec: 60);

        string between = (string)Assert.Single(run.Output("Get-DatadogAwsAccount @dd")).Get("ExternalId")!;
        Assert.NotEqual(old, between);
        Assert.Contains($"trusts {old} and {between}", ddops.Output, StringComparison.Ordinal);
        Assert.Contains($"Datadog has {between}", ddops.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("alone", ddops.Output, StringComparison.Ordinal);

        PSObject end = Assert.Single(run.Output($"{reset} -GraceSec 0"));
        Assert.Equal(between, end.Get("ExternalId"));
        Assert.False(aws.Account(AccountsRun.Account).CanAssume("DatadogIntegrationRole", "464622532012", old));
    }

    [Fact]
    public async Task AFailureInTheMiddleTellsWhatIsDoneAlready()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();
        await using var aws = new FakeAws();
        string profile = AwsProfiles.Add(aws.Endpoint, aws.AddKey(AccountsRun.Account));
        string old = run.Register();
        run.Output($"New-DatadogAwsRole -ExternalId {old} -ProfileName {profile}");
        int updates = 0;
        aws.Fault = (_, action) => action == "UpdateAssumeRolePolicy" && ++updates > 1 ? FakeFault.Deny : FakeFault.None;

        PipelineResult result = run.Run($"Reset-DatadogAwsExternalId {AccountsRun.Account} -ProfileName {profile} -GraceSec 0 -Confirm:$false @dd");

        Assert.Equal(["AwsAccessDenied"], result.ErrorIds());
        string warning = Assert.Single(result.Warnings);
        Assert.Contains($"trusts {old} and ", warning, StringComparison.Ordinal);
        Assert.Contains("Datadog has ", warning, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
