namespace DatadogOps.Intake.Storage;

/// <summary>How much is kept, in memory and in the data file alike; beyond it the oldest goes.</summary>
internal static class Retention
{
    /// <summary>Points.</summary>
    public const long MaxPoints = 2_000_000;

    /// <summary>Events, service checks and log entries, of each kind.</summary>
    public const int MaxRecords = 50_000;
}
