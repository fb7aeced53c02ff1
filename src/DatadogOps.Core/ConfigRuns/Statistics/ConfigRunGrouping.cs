namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>Properties that runs can be grouped by.</summary>
public static class ConfigRunGrouping
{
    /// <summary>All runs together.</summary>
    public const string None = "None";

    /// <summary>By host.</summary>
    public const string HostName = "HostName";

    /// <summary>By tool.</summary>
    public const string Tool = "Tool";

    /// <summary>By role.</summary>
    public const string Role = "Role";

    /// <summary>By environment.</summary>
    public const string Environment = "Environment";
}
