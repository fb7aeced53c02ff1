namespace DatadogOps.Commands.Nginx;

/// <summary>Stable ids of errors in the use of the nginx cmdlets.</summary>
public static class NginxCommandErrorIds
{
    /// <summary>-Reload and -NoTest cannot be used together.</summary>
    public const string ReloadWithNoTest = "NginxReloadWithNoTest";
}
