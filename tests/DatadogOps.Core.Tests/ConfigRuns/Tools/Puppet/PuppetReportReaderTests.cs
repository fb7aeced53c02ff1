using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Tools.Puppet;

public class PuppetReportReaderTests
{
    [Fact]
    public void WhatPuppetDbStoresIsRead()
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText("""
            {"certname":"web01","status":"failed","report_format":12,"start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:09Z","logs":[],
            "metrics":[{"category":"resources","name":"total","value":9}],"corrective_change":false,
            "resources":[{"resource_type":"Exec","resource_title":"migrate","file":"/site.pp","line":4,"skipped":false,
            "events":[{"status":"failure","property":"returns","old_value":"notrun","new_value":"0","message":"returned 2","timestamp":"2026-01-01T00:00:05Z"}]}]}
            """));

        Assert.Equal(("web01", ConfigRunStatus.Failed, 9, 1), (report.HostName, report.Status, report.Total, report.Failed));
        Assert.Equal(("Exec[migrate]", "returned 2", "/site.pp:4", 9.0), (report.FailedResource, report.ErrorMessage, report.ErrorSource, report.ElapsedSeconds));
    }

    [Fact]
    public void PuppetsOwnWordGoesBeforeItsMetrics()
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText("""
            {"certname":"web01","status":"changed","logs":[],"metrics":[{"category":"resources","name":"changed","value":0}],"resources":[]}
            """));

        Assert.Equal((ConfigRunStatus.Changed, 1), (report.Status, report.Updated));
    }

    [Fact]
    public void ResourcesTellWhatChangedAndWhere()
    {
        ConfigRunResource motd = Reports.ReadResources("puppet/noop.report.yaml").Single(one => one.Name.EndsWith("motd]", StringComparison.Ordinal));

        Assert.Equal(ConfigRunResourceStatus.Pending, motd.Status);
        Assert.Equal(("/srv/demo/puppet/manifests/noop.pp", 2), (motd.SourceFile, motd.SourceLine));
        Assert.Equal("content: {sha256}74c54dc788ed672fc005fd550d5dcdc4907e2abcf031a3601a7fe90b3677979c -> {sha256}34f4fcf348bc43990b4cbb44b07b6db4d755e3d25b5a571a164445d0ebbcc8ac", motd.ChangedProperties.ToString());
    }

    [Fact]
    public void AGoodRunHasNoCauseThoughItLoggedErrors()
    {
        ConfigRunReport report = Assert.Single(Reports.Read("puppet/agent_changed.report.json"));

        Assert.Null(report.ErrorMessage);
        Assert.Null(report.FailedResource);
    }

    [Fact]
    public void TheEarliestFailureCountsWhereverItStands()
    {
        string later = Status("File[/b]", "2026-01-01T00:00:02+00:00", "second");
        string earlier = Status("File[/a]", "2026-01-01T00:00:01+00:00", "first");

        ConfigRunReport report = Assert.Single(Reports.ReadText(Puppet(later + "," + earlier, "failed")));

        Assert.Equal(("File[/a]", "first"), (report.FailedResource, report.ErrorMessage));
        Assert.Equal(2, report.Failed);
    }

    [Fact]
    public void AResourceThatFailedAndFailedToRestartIsOne()
    {
        string both = Status("Service[x]", "2026-01-01T00:00:01+00:00", "no").Replace("\"failed\":true", "\"failed\":true,\"failed_to_restart\":true", StringComparison.Ordinal);

        Assert.Equal(1, Assert.Single(Reports.ReadText(Puppet(both, "failed"))).Failed);
    }

    [Fact]
    public void APuppetReportThatWasCutOffBetweenTwoResourcesIsNotTakenForWhole()
    {
        string text = File.ReadAllText(Reports.PathOf("puppet/changed.report.yaml"));
        string cut = text[..text.IndexOf("  Exec[write stamp]:", StringComparison.Ordinal)];

        Assert.Equal(ConfigRunErrorIds.ReportIncomplete, Reports.Refuse(Encoding.UTF8.GetBytes(cut)).ErrorId);
    }

    [Fact]
    public void AliasesAreNotExpanded()
    {
        var bomb = new StringBuilder("--- !ruby/object:Puppet::Transaction::Report\nhost: h\ntime: 2026-01-01T00:00:00Z\nlogs: []\nmetrics: {}\na0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        bomb.Append("environment: *a59\n");

        Assert.Null(Assert.Single(Reports.ReadText(bomb.ToString())).Environment);
    }

    [Fact]
    public void ALargePuppetReportIsReadWhole()
    {
        string text = File.ReadAllText(Reports.PathOf("puppet/changed.report.yaml"));
        int begin = text.IndexOf("resource_statuses:\n", StringComparison.Ordinal) + "resource_statuses:\n".Length;
        int end = text.IndexOf("  File[/srv/demo/puppet/target/motd]:\n", StringComparison.Ordinal);
        string first = text[begin..end];
        var large = new StringBuilder(text[..begin]);
        for (int i = 0; i < 5000; i++)
        {
            large.Append(first.Replace("target", $"target{i}", StringComparison.Ordinal));
        }

        ConfigRunReport report = Assert.Single(Reports.ReadText(large.Append(text[begin..]).ToString()));

        Assert.Equal(100, report.ChangedResources.Count);
        Assert.Equal(5008, report.ChangedResources.Total);
    }

    private static string Status(string name, string time, string message) =>
        "\"" + name + "\":{\"failed\":true,\"events\":[{\"status\":\"failure\",\"time\":\"" + time + "\",\"message\":\"" + message + "\",\"property\":\"ensure\"}]}";

    private static string Puppet(string statuses, string status) =>
        """{"host":"h","time":"2026-01-01T00:00:00Z","report_format":12,"status":"STATUS","logs":[],"metrics":{},"resource_statuses":{STATUSES},"corrective_change":false}"""
            .Replace("STATUSES", statuses, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal);
}
