namespace DatadogOps.Shell.Execution;

/// <summary>What ddops tells its caller.</summary>
public static class ExitCodes
{
    /// <summary>All well.</summary>
    public const int Success = 0;

    /// <summary>At least one error record, an ignored one (-ErrorAction Ignore) not counted.</summary>
    public const int Errors = 1;

    /// <summary>A terminating error or a bad command line.</summary>
    public const int Failure = 2;

    /// <summary>Stopped by Ctrl+C or SIGTERM.</summary>
    public const int Stopped = 130;
}
