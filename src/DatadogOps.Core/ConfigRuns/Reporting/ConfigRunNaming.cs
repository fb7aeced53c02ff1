namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>The names under which the metrics of a run are sent.</summary>
public static class ConfigRunNaming
{
    /// <summary>Under both.</summary>
    public const string Both = "Both";

    /// <summary>
    /// Under the names that each tool's own reporter uses: <c>chef.*</c>, <c>puppet.*</c>, <c>ansible.*</c>. DSC and Salt have none and use
    /// the common names.
    /// </summary>
    public const string Native = "Native";

    /// <summary>Under <c>config_run.*</c>, the same for all tools.</summary>
    public const string Common = "Common";
}
