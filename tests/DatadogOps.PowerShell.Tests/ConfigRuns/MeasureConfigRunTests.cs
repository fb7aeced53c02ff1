using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

public class MeasureConfigRunTests
{
    [Fact]
    public void RunsAreMeasuredByHost()
    {
        IReadOnlyList<PSObject> groups = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/chef/*.jsonl', '{Reports.Folder}/puppet/changed.report.yaml' | Measure-ConfigRun");

        Assert.Equal([("db01.example.com", 1, 1), ("web01.example.com", 2, 0)], groups.Select(group => ((string)group.Get("HostName")!, (int)group.Get("Runs")!, (int)group.Get("Failures")!)));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 5, 52, TimeSpan.Zero), groups[0].Get("FailingSince"));
        Assert.Equal(13L, groups[1].Get("Updated"));
    }

    [Fact]
    public void GroupsCanBeCombined()
    {
        IReadOnlyList<PSObject> groups = StagedModule.Output($"Get-ConfigRunReport '{Reports.Folder}/chef/*.jsonl' | Measure-ConfigRun Tool, Role");

        Assert.Equal(["Chef db", "Chef base", "Chef web"], groups.Select(group => $"{group.Get("Tool")} {group.Get("Role")}"));
    }

    [Fact]
    public void RowsOfACsvFileCountAsReports()
    {
        PSObject[] rows =
        [
            StagedModule.Record(("Tool", "Puppet"), ("Status", "Failed"), ("HostName", "a"), ("StartTime", "11/22/2020 06:50:16 +00:00"), ("ElapsedSeconds", "2.5"), ("Updated", "3"), ("Role", "")),
            StagedModule.Record(("Tool", "Puppet"), ("Status", "Changed"), ("HostName", "a"), ("StartTime", "11/21/2020 06:50:16 +00:00"), ("ElapsedSeconds", "1.5"), ("Updated", "1"), ("Role", "")),
        ];

        PSObject group = Assert.Single(StagedModule.Output("Measure-ConfigRun -IntervalSec 3600", rows));

        Assert.Equal((2, 2.0, 4L, "a"), (group.Get("Runs"), group.Get("MeanSeconds"), group.Get("Updated"), group.Get("SilentHosts")!.ToString()));
        Assert.Equal("Failed", group.Get("LastStatus")!.ToString());
    }

    [Fact]
    public void WhatIsNoReportIsOneError()
    {
        PipelineResult result = StagedModule.Run("Measure-ConfigRun", [StagedModule.Record(("Tool", "Puppet"), ("Status", "Odd"))]);

        Assert.StartsWith("ConfigRunInputUnknown", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
