using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;
using DatadogOps.Tests.Datadog;

namespace DatadogOps.Tests.Postgres;

public class NewPgConnectionMonitorTests
{
    [Fact]
    public void UsageAlertsAt85PercentWithWarningAndRecovery()
    {
        JsonObject json = DefinitionText.Export("New-PgConnectionMonitor -Notify slack-dba");

        Assert.Equal("avg(last_5m):avg:postgresql.connection_usage.ratio{scope:server} by {server,port} > 0.85", (string)json["query"]!);
        Assert.Equal("""{"critical":0.85,"critical_recovery":0.8,"warning":0.75,"warning_recovery":0.7}""", json["options"]!["thresholds"]!.ToJsonString());
        Assert.EndsWith("@slack-dba", (string)json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void EachAlertHasAQueryAndASlugOfItsOwn()
    {
        IReadOnlyList<PSObject> monitors = StagedModule.Output("New-PgConnectionMonitor Usage, Change, Idle -State idle, 'idle in transaction (aborted)' -Filter env:Prod -MaxIdle 30 -AgainstSec 3600");

        Assert.Equal(
            [
                "avg(last_5m):avg:postgresql.connection_usage.ratio{env:prod,scope:server} by {server,port} > 0.85",
                "pct_change(avg(last_5m),last_1h):avg:postgresql.connection_usage.used{env:prod,scope:server} by {server,port} > 50",
                "min(last_15m):sum:postgresql.connection_state{env:prod,state:idle} by {server,port,application_name} > 30",
                "min(last_15m):sum:postgresql.connection_state{env:prod,state:idle_in_transaction_aborted} by {server,port,application_name} > 30",
            ],
            monitors.Select(monitor => (string)monitor.Get("Query")!));
        Assert.Equal(
            ["pg-connection-env-prod-usage", "pg-connection-env-prod-change", "pg-connection-env-prod-idle", "pg-connection-env-prod-idle-in-transaction-aborted"],
            monitors.Select(monitor => (string)monitor.Get("Slug")!));
    }

    [Fact]
    public void TheAgentsMetricsAreUsedWhereTheyAreAskedFor()
    {
        Assert.Equal(
            "avg(last_5m):avg:postgresql.percent_usage_connections{*} by {host} > 0.9",
            (string)DefinitionText.Export("New-PgConnectionMonitor -MetricSource Agent -Critical 0.9")["query"]!);
    }

    [Fact]
    public void AWarningAboveTheLimitIsAnError() =>
        DefinitionText.Error(StagedModule.Run("New-PgConnectionMonitor -Critical 0.8 -Warning 0.9 -WarningRecovery 0.7"), "DefinitionInvalid");

    [Fact]
    public void ASlugThatIsNoneEndsTheCommand()
    {
        PipelineResult result = StagedModule.Run("New-PgConnectionMonitor -Slug 'A B'");

        Assert.Equal(2, result.ExitCode);
        DefinitionText.Error(result, "DefinitionSlugInvalid");
    }
}
