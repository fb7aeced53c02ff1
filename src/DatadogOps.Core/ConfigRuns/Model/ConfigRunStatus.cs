namespace DatadogOps.ConfigRuns.Model;

/// <summary>How a run ended.</summary>
public enum ConfigRunStatus
{
    /// <summary>All was as it should be.</summary>
    Unchanged,

    /// <summary>Something was put right.</summary>
    Changed,

    /// <summary>It failed, as a whole or in a resource.</summary>
    Failed,

    /// <summary>It only looked, and found something to change.</summary>
    Pending,
}
