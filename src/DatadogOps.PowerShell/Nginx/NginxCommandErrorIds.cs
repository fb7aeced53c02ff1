namespace DatadogOps.Commands.Nginx;

/// <summary>Stable ids of errors in the use of the cmdlets over nginx.</summary>
public static class NginxCommandErrorIds
{
    /// <summary>-Reload and -NoTest exclude each other.</summary>
    public const string ReloadWithNoTest = "NginxReloadWithNoTest";
}
