namespace DatadogOps.ConfigRuns.State;

/// <summary>Stable ids of errors about the files that record processed runs.</summary>
public static class ConfigRunStateErrorIds
{
    /// <summary>The file cannot be read or written.</summary>
    public const string StateUnusable = "ConfigRunStateUnusable";

    /// <summary>The file belongs to another program, and was not changed.</summary>
    public const string StateForeign = "ConfigRunStateForeign";

    /// <summary>Another process holds the file for too long.</summary>
    public const string StateBusy = "ConfigRunStateBusy";
}
