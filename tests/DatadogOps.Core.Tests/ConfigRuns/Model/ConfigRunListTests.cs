using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Model;

public class ConfigRunListTests
{
    [Fact]
    public void ListsPrintAsText()
    {
        ConfigRunReport report = Reports.Read("ansible/failed.json")[1];

        Assert.Equal("Write release marker, Restart", report.ChangedResources.ToString());
        Assert.Equal("a, b and 3 more", new ConfigRunList<string>(["a", "b"], 5).ToString().Replace("b, and", "b and", StringComparison.Ordinal));
    }
}
