using System.Text.Json.Nodes;
using DatadogOps.Tests.Datadog;

namespace DatadogOps.Tests.ConfigRuns;

public class NewConfigRunDashboardTests
{
    [Fact]
    public void ItHoldsTheGraphsAndMarksWhatIsSlow()
    {
        JsonObject json = DefinitionText.Export("New-ConfigRunDashboard -Filter env:prod -SlowSec 600");
        string text = json.ToJsonString();

        Assert.Contains("sum:config_run.failure{env:prod,$tool,$env,$host} by {tool}", text, StringComparison.Ordinal);
        Assert.Contains("avg:config_run.resource_seconds{env:prod,$tool,$env,$host} by {resource_type}", text, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"y = 600\"", text, StringComparison.Ordinal);
        Assert.Equal(["tool", "env", "host"], json["template_variables"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Contains("(datadogops_id:configuration-runs)", (string)json["description"]!, StringComparison.Ordinal);
    }
}
