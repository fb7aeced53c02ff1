using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Tools.Salt;

public class SaltReaderTests
{
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
}
