namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>What runs can be counted by.</summary>
[Flags]
public enum ConfigRunGrouping
{
    /// <summary>All together.</summary>
    None = 0,

    /// <summary>By host.</summary>
    HostName = 1,

    /// <summary>By tool.</summary>
    Tool = 2,

    /// <summary>By role.</summary>
    Role = 4,

    /// <summary>By environment.</summary>
    Environment = 8,
}
