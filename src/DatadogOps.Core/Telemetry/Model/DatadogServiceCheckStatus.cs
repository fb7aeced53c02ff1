namespace DatadogOps.Telemetry.Model;

/// <summary>The result of a service check.</summary>
public static class DatadogServiceCheckStatus
{
    /// <summary>The service works.</summary>
    public const string Ok = "Ok";

    /// <summary>The service works, with a problem.</summary>
    public const string Warning = "Warning";

    /// <summary>The service does not work.</summary>
    public const string Critical = "Critical";

    /// <summary>The check could not determine the state.</summary>
    public const string Unknown = "Unknown";

    private static readonly string[] Words = [Ok, Warning, Critical, Unknown];

    /// <summary>All statuses.</summary>
    public static ReadOnlySpan<string> All => Words;

    /// <summary>The number on the wire; -1 for none.</summary>
    internal static int CodeOf(string status) => Array.IndexOf(Words, status);
}
