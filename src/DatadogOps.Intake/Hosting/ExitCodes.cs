namespace DatadogOps.Intake.Hosting;

/// <summary>How the program ends.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped by a signal, as meant.</summary>
    public const int Success = 0;

    /// <summary>A defect.</summary>
    public const int Failure = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 2;

    /// <summary>A port cannot be had.</summary>
    public const int Port = 3;

    /// <summary>A key file or the ready file cannot be used.</summary>
    public const int File = 4;
}
