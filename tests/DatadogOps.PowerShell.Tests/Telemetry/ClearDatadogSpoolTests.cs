using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Only what was confirmed is removed.</summary>
public class ClearDatadogSpoolTests
{
    [Fact]
    public void UnderWhatIfEachFileIsNamedAndNoneRemoved()
    {
        using var spool = new SpoolFolder();
        PipelineResult result = StagedModule.Run($"Clear-DatadogSpool -SpoolPath '{spool.Path}' -WhatIf");
        Assert.Equal((3, 3), (result.WhatIf.Count, spool.Files.Length));
    }

    [Fact]
    public void AllGoOrThoseThatWereChosen()
    {
        using var spool = new SpoolFolder();
        StagedModule.Output($"Clear-DatadogSpool -SpoolPath '{spool.Path}' -SetAsideOnly -Confirm:$false");
        Assert.Equal(3, spool.Files.Length);
        StagedModule.Output($"Clear-DatadogSpool -SpoolPath '{spool.Path}' -Confirm:$false", [StagedModule.Output($"Get-DatadogSpool -SpoolPath '{spool.Path}'")[0]]);
        Assert.Equal(2, spool.Files.Length);
        StagedModule.Output($"Clear-DatadogSpool -SpoolPath '{spool.Path}' -Confirm:$false");
        Assert.Empty(spool.Files);
    }
}
