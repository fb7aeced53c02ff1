using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Tools.Chef;

public class ChefDataCollectorReaderTests
{
    [Fact]
    public void AResourceOfChefThatMayFailIsToleratedAndNotCounted()
    {
        const string Text = """
            {"message_type":"run_converge","node_name":"n","status":"success","resources":[{"type":"execute","name":"a","status":"failed","ignore_failure":true,"error_message":"no"},{"type":"execute","name":"b","status":"updated","ignore_failure":"quiet"}]}
            """;

        ConfigRunReport report = Assert.Single(Reports.ReadText(Text));

        Assert.Equal((ConfigRunStatus.Changed, 0), (report.Status, report.Failed));
        Assert.Equal(
            [("execute[a]", ConfigRunResourceStatus.Tolerated, "no"), ("execute[b]", ConfigRunResourceStatus.Changed, null)],
            Reports.ResourcesOfText(Text).Select(one => (one.Name, one.Status, one.ErrorMessage)));
    }

    [Fact]
    public void WhatARunIsNamedByIsRead()
    {
        ConfigRunReport report = Assert.Single(Reports.Read("chef/failed_converge.datacollector.jsonl"));

        Assert.Equal("7e99ce2a-faff-4acc-9a3c-020696650959", report.RunId);
        Assert.Equal("staging", report.Environment);
        Assert.Equal("db, base", report.Role);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 5, 52, TimeSpan.Zero), report.StartTime);
        Assert.StartsWith("/usr/share/rubygems-integration", report.StackTrace, StringComparison.Ordinal);
    }
}
