using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Tools.Ansible;

namespace DatadogOps.Tests.ConfigRuns;

public class CauseTests
{
    [Theory]
    [InlineData("puppet/failed_skipped.report.yaml", "returned 2 instead of one of [0]\nFATAL: role \"app\" does not exist")]
    [InlineData("puppet/agent_catalog_failure.report.yaml", "Could not find class ::profile::app for app02.example.com")]
    [InlineData("puppet/format1.report.yaml", "Permission denied - /etc/motd")]
    [InlineData("chef/failed_converge.jsonfile.json", "STDERR: FATAL: role \"app\" does not exist")]
    [InlineData("chef/failed_converge.datacollector.jsonl", "STDERR: FATAL: role \"app\" does not exist")]
    [InlineData("chef/failed_compile.jsonfile.json", "NoMethodError: undefined method `foo' for nil:NilClass")]
    [InlineData("ansible/failed.json", "FATAL: role \"app\" does not exist\nnon-zero return code 2")]
    [InlineData("ansible/unreachable.json", "Connection refused")]
    [InlineData("dsc/status.json", "cannot be found")]
    [InlineData("salt/minions.json", "FATAL: role \"app\" does not exist\nCommand \"/srv/app/migrate\" run")]
    public void TheCauseIsTold(string file, string cause) => Assert.Contains(cause, Reports.Read(file)[0].ErrorMessage, StringComparison.Ordinal);

    [Fact]
    public void AGoodRunHasNoCauseThoughItLoggedErrors()
    {
        ConfigRunReport report = Assert.Single(Reports.Read("puppet/agent_changed.report.json"));

        Assert.Null(report.ErrorMessage);
        Assert.Null(report.FailedResource);
    }

    [Theory]
    [InlineData(0, "first Tolerated, second Tolerated")]
    [InlineData(1, "first Tolerated, second Failed")]
    [InlineData(2, "first Failed, second Failed")]
    public void TasksThatWereRescuedOrIgnoredDoNotLookLikeThoseThatFailedTheRun(int failures, string expected)
    {
        string text = Ansible("""{"ok":1,"changed":0,"failures":FAILURES,"unreachable":0,"skipped":0,"rescued":0,"ignored":0}""".Replace("FAILURES", $"{failures}", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(", ", Reports.ResourcesOfText(text).Select(one => $"{one.Name} {one.Status}")));
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
    public void RescuedAndIgnoredFailuresAreNotTheCause()
    {
        ConfigRunReport rescued = Reports.ReadText(Ansible("""{"ok":1,"changed":0,"failures":0,"unreachable":0,"skipped":0,"rescued":1,"ignored":0}"""))[0];
        ConfigRunReport failed = Reports.ReadText(Ansible("""{"ok":1,"changed":0,"failures":1,"unreachable":0,"skipped":0,"rescued":1,"ignored":0}"""))[0];

        Assert.Equal((ConfigRunStatus.Unchanged, null), (rescued.Status, rescued.ErrorMessage));
        Assert.Equal((ConfigRunStatus.Failed, "second", "fatal"), (failed.Status, failed.FailedResource, failed.ErrorMessage));
        Assert.Equal("second", failed.FailedResources.ToString());
    }

    [Fact]
    public void FailedItemsOfALoopAreNamed()
    {
        const string Results = """{"failed":true,"msg":"One or more items failed","results":[{"item":"a","msg":"fine"},{"item":"b","failed":true,"msg":"no such package"}]}""";

        Assert.Equal("b: no such package", Reports.ReadText(AnsibleTask(Results))[0].ErrorMessage);
    }

    [Fact]
    public void WhatNoLogHidesStaysHidden()
    {
        const string Result = """{"_ansible_no_log":true,"failed":true,"msg":"the word is sesame","stderr":"sesame"}""";

        Assert.DoesNotContain("sesame", Reports.ReadText(AnsibleTask(Result))[0].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void PlaysThatALaterPlaybookRepeatsCountOnce()
    {
        string one = AnsibleTask("""{"failed":true,"msg":"a"}""");
        string both = one.Replace("\"tasks\":", "\"repeated\":", StringComparison.Ordinal);

        List<ConfigRunReport> reports = Reports.ReadText(one + "\n[WARNING]: something\n" + both);

        Assert.Equal(4, reports.Count);
        Assert.Null(reports[2].FailedResource);
    }

    [Fact]
    public void NoMatchingHostGivesThePlaybookAlone()
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText("""{"custom_stats":{},"plays":[{"play":{"id":"1","name":"x"},"tasks":[]}],"stats":{}}"""));

        Assert.Equal((null, ConfigRunStatus.Unchanged, 0), (report.HostName, report.Status, report.Total));
    }

    [Fact]
    public void TheFirstOfChefsMultipleFailuresCounts()
    {
        const string Text = """
            {"node":{"name":"n"},"success":false,"all_resources":[],"exception":"Chef::Exceptions::MultipleFailures: Multiple failures occurred:\n* Mixlib::ShellOut::ShellCommandFailed occurred in delayed notification: execute[one] (app::default line 3) had an error: Mixlib::ShellOut::ShellCommandFailed: first\n* RuntimeError occurred in delayed notification: execute[two] (app::default line 9) had an error: RuntimeError: second"}
            """;

        ConfigRunReport report = Assert.Single(Reports.ReadText(Text));

        Assert.Equal(("execute[one]", "app::default:3"), (report.FailedResource, report.ErrorSource));
        Assert.DoesNotContain("second", report.ErrorMessage, StringComparison.Ordinal);
    }

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
    public void OfManyStatesTheFirstThatRanAreKept()
    {
        IEnumerable<string> states = Enumerable.Range(0, 300).Reverse().Select(i =>
            "\"cmd_|-id" + i + "_|-x_|-run\":{\"__id__\":\"id" + i + "\",\"__run_num__\":" + i + ",\"result\":" + (i is 250 or 270 ? "false" : "true") + ",\"changes\":{\"pid\":1},\"comment\":\"of " + i + "\"}");

        ConfigRunReport report = Assert.Single(Reports.ReadText("{\"web01\":{" + string.Join(',', states) + "}}"));

        Assert.Equal(("cmd.run: id250", "of 250", 2, 298), (report.FailedResource, report.ErrorMessage, report.Failed, report.Updated));
        Assert.Equal("id250, id270", report.FailedResources.ToString());
        Assert.Equal(("id0", "id99", 298), (report.ChangedResources[0], report.ChangedResources[^1], report.ChangedResources.Total));
    }

    [Theory]
    [InlineData("""{"web01": "Unhandled exception running state.highstate"}""", "Apply", "Unhandled exception running state.highstate")]
    [InlineData("""{"jid":"20240212095247760376","id":"web01","fun":"state.highstate","return":["Traceback (most recent call last):\n","  KeyError"]}""", "Apply", "Traceback (most recent call last):")]
    [InlineData("""{"web01": "'state.apply' is not available."}""", "Render", "'state.apply' is not available.")]
    [InlineData("web01: Minion did not return. [No response]\n", "Connect", "Minion did not return. [No response]")]
    [InlineData("web01:\n- \"Rendering SLS 'base:web' failed\"\n", "Render", "Rendering SLS 'base:web' failed")]
    public void AMinionThatGaveTextInsteadOfResultsFailed(string text, string phase, string cause)
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText(text));

        Assert.Equal((ConfigRunStatus.Failed, "web01", phase), (report.Status, report.HostName, report.Phase));
        Assert.StartsWith(cause, report.ErrorMessage, StringComparison.Ordinal);
    }

    private static string Status(string name, string time, string message) =>
        "\"" + name + "\":{\"failed\":true,\"events\":[{\"status\":\"failure\",\"time\":\"" + time + "\",\"message\":\"" + message + "\",\"property\":\"ensure\"}]}";

    private static string Puppet(string statuses, string status) =>
        """{"host":"h","time":"2026-01-01T00:00:00Z","report_format":12,"status":"STATUS","logs":[],"metrics":{},"resource_statuses":{STATUSES},"corrective_change":false}"""
            .Replace("STATUSES", statuses, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal);

    private static string Ansible(string stats) =>
        """{"plays":[{"play":{"id":"p"},"tasks":[{"hosts":{"h":{"failed":true,"msg":"rescued"}},"task":{"name":"first"}},{"hosts":{"h":{"failed":true,"msg":"fatal"}},"task":{"name":"second"}}]}],"stats":{"h":STATS}}"""
            .Replace("STATS", stats, StringComparison.Ordinal);

    private static string AnsibleTask(string result) =>
        """{"plays":[{"play":{"id":"p"},"tasks":[{"hosts":{"h":RESULT},"task":{"name":"t"}}]}],"stats":{"h":{"failures":1}}}"""
            .Replace("RESULT", result, StringComparison.Ordinal);
}
