namespace DatadogOps.ConfigRuns.Monitoring;

/// <summary>Names of the metrics and tags of configuration runs, as Send-ConfigRunReport sends them for all tools.</summary>
internal static class ConfigRunMetricNames
{
    public const string Success = "config_run.success";
    public const string Failure = "config_run.failure";
    public const string Elapsed = "config_run.elapsed_seconds";
    public const string Total = "config_run.resources.total";
    public const string Updated = "config_run.resources.updated";
    public const string FailedResources = "config_run.resources.failed";
    public const string Skipped = "config_run.resources.skipped";
    public const string Pending = "config_run.resources.pending";
    public const string TypeSeconds = "config_run.resource_seconds";
    public const string Tool = "tool";
    public const string ResourceType = "resource_type";

    /// <summary>Tags that tell runs of different stories apart.</summary>
    public static readonly string[] RunTags = ["host", Tool];
}
