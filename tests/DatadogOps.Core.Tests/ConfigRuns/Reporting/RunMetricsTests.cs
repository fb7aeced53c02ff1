using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.Telemetry;

namespace DatadogOps.Tests.ConfigRuns.Reporting;

public sealed class RunMetricsTests
{
    [Fact]
    public void The_common_names_are_the_same_for_all_tools()
    {
        Dictionary<string, double> values = Values(Runs.Failed(), ConfigRunNaming.Common);

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["config_run.success"] = 0, ["config_run.failure"] = 1, ["config_run.elapsed_seconds"] = 12.5, ["config_run.resources.total"] = 15,
                ["config_run.resources.updated"] = 1, ["config_run.resources.failed"] = 1, ["config_run.resources.skipped"] = 2,
                ["config_run.resource_seconds resource_type:Exec"] = 11, ["config_run.resource_seconds resource_type:File"] = 0.5,
            },
            values);
    }

    [Fact]
    public void Puppets_own_metrics_have_the_names_of_its_reporter()
    {
        Assert.Equal(
            new Dictionary<string, double> { ["puppet.total.resources"] = 15, ["puppet.config_retrieval.time"] = 0.7, ["puppet.failed_to_restart.resources"] = 0 },
            Values(Runs.Failed(), ConfigRunNaming.Native));
    }

    [Fact]
    public void Chefs_and_ansibles_too()
    {
        Assert.Equal(
            new Dictionary<string, double> { ["chef.run.success"] = 1, ["chef.run.failure"] = 0, ["chef.resources.total"] = 2, ["chef.resources.updated"] = 1, ["chef.resources.elapsed_time"] = 3 },
            Values(Runs.Good("Chef"), ConfigRunNaming.Native));

        var stats = new Dictionary<string, double> { ["ok"] = 2, ["changed"] = 1, ["failures"] = 0, ["other"] = 9 };
        Assert.Equal(
            new Dictionary<string, double> { ["ansible.task.ok"] = 2, ["ansible.task.changed"] = 1, ["ansible.task.failures"] = 0 },
            Values(Runs.Good("Ansible") with { NativeValues = stats }, ConfigRunNaming.Native));
        Assert.Equal(new Dictionary<string, double> { ["ansible.elapsed_time"] = 3 }, Values(Runs.Good("Ansible", null), ConfigRunNaming.Native));
    }

    [Fact]
    public void A_tool_without_a_reporter_is_told_under_the_common_names_alone()
    {
        Assert.Equal(Values(Runs.Good("Salt"), ConfigRunNaming.Common), Values(Runs.Good("Salt"), ConfigRunNaming.Native));
        Assert.Equal(Values(Runs.Good("Salt"), ConfigRunNaming.Common), Values(Runs.Good("Salt"), ConfigRunNaming.Both));
    }

    [Fact]
    public void Both_is_the_default_of_a_report_in_the_pipeline_and_every_point_keeps_datadogs_rules()
    {
        DatadogMetric[] metrics = [.. Runs.Failed().GetMetrics()];

        Assert.Contains(metrics, metric => metric.Name == "puppet.total.resources");
        Assert.Contains(metrics, metric => metric.Name == "config_run.failure");
        Assert.All(metrics, metric => Assert.Null(MetricRules.Check(metric, DatadogTransport.Api, Telemetry.FixedTime.Noon)));
        Assert.All(metrics, metric => Assert.Equal(("web01.example.com", Runs.End), (metric.HostName, metric.Timestamp)));
    }

    [Fact]
    public void A_run_that_only_looked_is_told_apart()
    {
        Assert.All(RunMetrics.Of(Runs.Good("Puppet") with { NoOp = true }, ConfigRunNaming.Common), metric => Assert.Contains("noop:true", metric.Tags));
    }

    private static Dictionary<string, double> Values(ConfigRunReport report, string naming) => RunMetrics.Of(report, naming)
        .ToDictionary(metric => metric.Tags.FirstOrDefault(tag => tag.StartsWith("resource_type:", StringComparison.Ordinal)) is { } type ? $"{metric.Name} {type}" : metric.Name, metric => metric.Value);
}
