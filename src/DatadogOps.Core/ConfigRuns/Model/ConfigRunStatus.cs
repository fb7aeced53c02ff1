namespace DatadogOps.ConfigRuns.Model;

/// <summary>How a run ended: the words of <see cref="ConfigRunReport.Status"/>.</summary>
public static class ConfigRunStatus
{
    /// <summary>Everything was in its desired state.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>Something was changed.</summary>
    public const string Changed = "Changed";

    /// <summary>The run failed, as a whole or in a resource.</summary>
    public const string Failed = "Failed";

    /// <summary>The run changed nothing by request, and found something to change.</summary>
    public const string Pending = "Pending";

    /// <summary>All of them.</summary>
    internal static readonly string[] All = [Unchanged, Changed, Failed, Pending];

    /// <summary>Whether a word is one of them, in any case.</summary>
    public static bool IsKnown(string status) => All.Contains(status, StringComparer.OrdinalIgnoreCase);
}
