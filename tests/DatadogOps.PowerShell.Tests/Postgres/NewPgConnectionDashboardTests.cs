using System.Text.Json.Nodes;
using DatadogOps.Tests.Datadog;

namespace DatadogOps.Tests.Postgres;

public class NewPgConnectionDashboardTests
{
    [Fact]
    public void ItHoldsTheGraphsAndMarksTheLimit()
    {
        JsonObject json = DefinitionText.Export("New-PgConnectionDashboard -Filter env:prod");
        string text = json.ToJsonString();

        Assert.Contains("sum:postgresql.connection_state{env:prod,$server,$port} by {state}", text, StringComparison.Ordinal);
        Assert.Contains("sum:postgresql.connection_state{env:prod,$server,$port,$application_name,state:idle} by {application_name}", text, StringComparison.Ordinal);
        Assert.Contains("avg:postgresql.connection_usage.ratio{env:prod,$server,$port,scope:server} by {server,port}", text, StringComparison.Ordinal);
        Assert.Contains("""{"value":"y = 0.85","display_type":"error dashed","label":"alert at 85 %"}""", text, StringComparison.Ordinal);
        Assert.Equal(["server", "port", "application_name"], json["template_variables"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Contains("(datadogops_id:postgresql-connections)", (string)json["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryGraphAsksForMetricsThatTheAgentSends()
    {
        string text = DefinitionText.Export("New-PgConnectionDashboard -MetricSource Agent").ToJsonString();

        Assert.Contains("avg:postgresql.percent_usage_connections{$host} by {host}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("connection_usage", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$server", text, StringComparison.Ordinal);
    }
}
