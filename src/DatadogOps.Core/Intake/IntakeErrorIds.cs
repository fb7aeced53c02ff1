namespace DatadogOps.Intake;

/// <summary>Ids of errors about the local intake.</summary>
public static class IntakeErrorIds
{
    /// <summary>The intake's program was not found.</summary>
    public const string NotInstalled = "IntakeNotInstalled";

    /// <summary>The program is there, and the .NET runtime that it needs is not.</summary>
    public const string RuntimeMissing = "IntakeRuntimeMissing";

    /// <summary>A port is taken.</summary>
    public const string PortTaken = "IntakePortTaken";

    /// <summary>A folder, file or socket cannot be used.</summary>
    public const string PathUnusable = "IntakePathUnusable";

    /// <summary>The intake ended, or did not answer in time.</summary>
    public const string NotStarted = "IntakeNotStarted";

    /// <summary>No intake with that process id runs.</summary>
    public const string NotRunning = "IntakeNotRunning";

    /// <summary>Several intakes run, and which is meant was not said.</summary>
    public const string NotOne = "IntakeNotOne";

    /// <summary>The intake could not be ended.</summary>
    public const string NotStopped = "IntakeNotStopped";
}
