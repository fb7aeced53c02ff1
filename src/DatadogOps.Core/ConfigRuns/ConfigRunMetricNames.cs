namespace DatadogOps.ConfigRuns;

/// <summary>Names of the metrics and tags that are the same for all tools: what is sent, and what monitors and dashboards query.</summary>
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

    /// <summary>Tags that identify the series of a host.</summary>
    public static readonly string[] RunTags = ["host", Tool];
}
