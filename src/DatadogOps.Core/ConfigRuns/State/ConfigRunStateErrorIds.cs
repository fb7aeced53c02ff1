namespace DatadogOps.ConfigRuns.State;

/// <summary>Stable ids of errors about the files that remember which runs were dealt with.</summary>
public static class ConfigRunStateErrorIds
{
    /// <summary>The file cannot be read or written.</summary>
    public const string StateUnusable = "ConfigRunStateUnusable";

    /// <summary>What is there is another program's file; it is left as it is.</summary>
    public const string StateForeign = "ConfigRunStateForeign";

    /// <summary>Another process keeps the file for too long.</summary>
    public const string StateBusy = "ConfigRunStateBusy";
}
