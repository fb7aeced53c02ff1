using System.Management.Automation;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.Aws;

public class ResetDatadogAwsExternalIdTests
{
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
}
