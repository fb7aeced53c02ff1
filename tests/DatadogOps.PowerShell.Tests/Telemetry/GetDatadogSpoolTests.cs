using System.Management.Automation;

namespace DatadogOps.Tests.Telemetry;

/// <summary>What waits is listed, the oldest first, torn files too.</summary>
public class GetDatadogSpoolTests
{
    [Fact]
    public void WhatWaitsIsListed()
    {
        using var spool = new SpoolFolder();
        IReadOnlyList<PSObject> entries = StagedModule.Output($"Get-DatadogSpool -SpoolPath '{spool.Path}'");
        Assert.Equal(["Event", "Series", "Series"], entries.Select(entry => entry.Get("Kind")!.ToString()));
        Assert.All(entries, entry => Assert.Equal(("Waiting", 1), (entry.Get("State")!.ToString(), entry.Get("Items"))));

        File.WriteAllText(spool.Files.Order(StringComparer.Ordinal).First(), "torn");
        Assert.Null(StagedModule.Output($"Get-DatadogSpool -SpoolPath '{spool.Path}'")[0].Get("Kind"));
    }

    [Fact]
    public void ASpoolThatIsNotThereIsEmpty() => Assert.Empty(StagedModule.Output("Get-DatadogSpool -SpoolPath /nowhere/spool"));
}
