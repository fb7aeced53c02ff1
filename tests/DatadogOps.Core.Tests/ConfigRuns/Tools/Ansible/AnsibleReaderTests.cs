using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Tools.Ansible;

public class AnsibleReaderTests
{
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

    private static string Ansible(string stats) =>
        """{"plays":[{"play":{"id":"p"},"tasks":[{"hosts":{"h":{"failed":true,"msg":"rescued"}},"task":{"name":"first"}},{"hosts":{"h":{"failed":true,"msg":"fatal"}},"task":{"name":"second"}}]}],"stats":{"h":STATS}}"""
            .Replace("STATS", stats, StringComparison.Ordinal);

    private static string AnsibleTask(string result) =>
        """{"plays":[{"play":{"id":"p"},"tasks":[{"hosts":{"h":RESULT},"task":{"name":"t"}}]}],"stats":{"h":{"failures":1}}}"""
            .Replace("RESULT", result, StringComparison.Ordinal);
}
