using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Aws;

public class ResetDatadogAwsExternalIdTests
{
    [Fact]
    public async Task BothSidesAgreeOnANewId()
    {
        await using RegisteredAccount account = await RegisteredAccount.StartAsync();

        Assert.Empty(account.Output($"Get-DatadogAwsAccount @dd | Reset-DatadogAwsExternalId -ProfileName {account.Profile} -WhatIf @dd"));
        Assert.True(account.CanAssume(account.ExternalId));

        PSObject rotated = Assert.Single(account.Output($"Get-DatadogAwsAccount @dd | Reset-DatadogAwsExternalId -ProfileName {account.Profile} -GraceSec 0 -Confirm:$false @dd"));
        Assert.NotEqual(account.ExternalId, rotated.Get("ExternalId"));
        Assert.False(account.CanAssume(account.ExternalId));
        Assert.True(account.CanAssume((string)rotated.Get("ExternalId")!));
    }

    [Fact]
    public async Task EachStepIsToldWhenItIsDoneSoThatAStopInTheMiddleLeavesNoRiddle()
    {
        await using RegisteredAccount account = await RegisteredAccount.StartAsync();

        await using ChildProcess pwsh = PowerShellHost.Start($"{account.Reset} -GraceSec 3600 -Verbose");
        await Polling.UntilAsync(() => pwsh.Output.Contains("still trusts", StringComparison.Ordinal) || pwsh.HasExited, () => pwsh.Output, timeoutSec: 120);
        await pwsh.StopAsync(timeoutSec: 60);

        string between = (string)Assert.Single(account.Output("Get-DatadogAwsAccount @dd")).Get("ExternalId")!;
        Assert.NotEqual(account.ExternalId, between);
        Assert.Contains($"trusts {account.ExternalId} and {between}", pwsh.Output, StringComparison.Ordinal);
        Assert.Contains($"Datadog has {between}", pwsh.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("trusts only", pwsh.Output, StringComparison.Ordinal);

        PSObject end = Assert.Single(account.Output($"{account.Reset} -GraceSec 0"));
        Assert.Equal(between, end.Get("ExternalId"));
        Assert.False(account.CanAssume(account.ExternalId));
    }

    [Fact]
    public async Task AFailureInTheMiddleTellsWhatIsDoneAlready()
    {
        await using RegisteredAccount account = await RegisteredAccount.StartAsync();
        account.RefuseTheEnd();

        PipelineResult result = account.Run($"{account.Reset} -GraceSec 0");

        Assert.Equal(["AwsAccessDenied"], result.ErrorIds());
        string warning = Assert.Single(result.Warnings);
        Assert.Contains($"trusts {account.ExternalId} and ", warning, StringComparison.Ordinal);
        Assert.Contains("Datadog has ", warning, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
