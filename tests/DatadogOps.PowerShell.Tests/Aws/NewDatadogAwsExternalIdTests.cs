using System.Management.Automation;

namespace DatadogOps.Tests.Aws;

public class NewDatadogAwsExternalIdTests
{
    [Fact]
    public async Task EachIsNewAndLastsTwoDays()
    {
        await using AccountsRun run = await AccountsRun.StartAsync();

        PSObject one = Assert.Single(run.Output("New-DatadogAwsExternalId @dd"));
        PSObject other = Assert.Single(run.Output("New-DatadogAwsExternalId @dd"));

        Assert.Matches("^[0-9a-f]{32}$", (string)one.Get("ExternalId")!);
        Assert.NotEqual(one.Get("ExternalId"), other.Get("ExternalId"));
        Assert.InRange((DateTimeOffset)one.Get("ExpiresAt")!, DateTimeOffset.UtcNow.AddHours(47), DateTimeOffset.UtcNow.AddHours(48));
        Assert.Empty(run.Output("New-DatadogAwsExternalId @dd -WhatIf"));
        Assert.NotEmpty(run.Output("New-DatadogAwsExternalId @dd | Export-DatadogAwsRole -Format Json"));
        Assert.Equal(["DatadogApplicationKeyMissing"], StagedModule.Run($"New-DatadogAwsExternalId -ApiUri {run.Intake.ApiUri} -ApiKey {run.Intake.ApiKey}").ErrorIds());
    }
}
