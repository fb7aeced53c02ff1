namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Under which names the metrics of a run travel.</summary>
public enum ConfigRunNaming
{
    /// <summary>Under both.</summary>
    Both,

    /// <summary>
    /// Under the names of each tool's own reporter: <c>chef.*</c>, <c>puppet.*</c>, <c>ansible.*</c>. DSC and Salt have none, so theirs
    /// are the common ones.
    /// </summary>
    Native,

    /// <summary>Under <c>config_run.*</c>, the same for all tools.</summary>
    Common,
}
