using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Datadog;

namespace DatadogOps.Tests.ConfigRuns;

public class NewConfigRunMonitorTests
{
    [Fact]
    public void EachAlertHasAQueryAndASlugOfItsOwn()
    {
        IReadOnlyList<PSObject> monitors = StagedModule.Output("New-ConfigRunMonitor Failed, Silent, Slow -Filter env:Prod -RunIntervalSec 3600 -SlowSec 600");

        Assert.Equal(
            [
                "max(last_1h):max:config_run.failure{env:prod} by {host,tool} > 0",
                "max(last_2h):max:config_run.success{env:prod} by {host,tool} < 0",
                "avg(last_1h):avg:config_run.elapsed_seconds{env:prod} by {host,tool} > 600",
            ],
            monitors.Select(monitor => (string)monitor.Get("Query")!));
        Assert.Equal(["config-run-env-prod-failed", "config-run-env-prod-silent", "config-run-env-prod-slow"], monitors.Select(monitor => (string)monitor.Get("Slug")!));
    }

    [Fact]
    public void ASilentHostIsToldByItsMissingData()
    {
        JsonObject json = DefinitionText.Export("New-ConfigRunMonitor Silent -NoDataSec 5400 -Notify slack-ops");

        Assert.Equal((true, 90), ((bool)json["options"]!["notify_no_data"]!, (int)json["options"]!["no_data_timeframe"]!));
        Assert.Contains("{{#is_no_data}}", (string)json["message"]!, StringComparison.Ordinal);
        Assert.EndsWith("@slack-ops", (string)json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void AWarningAboveTheLimitIsAnError() => DefinitionText.Error(StagedModule.Run("New-ConfigRunMonitor Slow -SlowSec 60 -WarningSec 90"), "DefinitionInvalid");
}
