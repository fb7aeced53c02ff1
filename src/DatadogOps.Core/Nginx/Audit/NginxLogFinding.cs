namespace DatadogOps.Nginx.Audit;

/// <summary>Whether a checker's request is logged, for one log of one server or location.</summary>
public sealed record NginxLogFinding
{
    /// <summary>Answer: it is not logged.</summary>
    public const string NotLogged = "NotLogged";

    /// <summary>Answer: it is logged.</summary>
    public const string Logged = "Logged";

    /// <summary>Answer: that depends on what the configuration alone does not tell.</summary>
    public const string Uncertain = "Uncertain";

    /// <summary>The configuration.</summary>
    public required string Path { get; init; }

    /// <summary>File with the access_log, or with the block where none is named.</summary>
    public required string File { get; init; }

    /// <summary>Line there.</summary>
    public required int Line { get; init; }

    /// <summary>Names of the blocks around: <c>http/server/location</c>.</summary>
    public required string Context { get; init; }

    /// <summary>Names of the server.</summary>
    public string? ServerName { get; init; }

    /// <summary>The location; null for the server outside of its locations.</summary>
    public string? Location { get; init; }

    /// <summary>Path or syslog target as written; null for the log that nginx was built with, and where logging is off.</summary>
    public string? LogPath { get; init; }

    /// <summary><c>NotLogged</c>, <c>Logged</c> or <c>Uncertain</c>.</summary>
    public required string Result { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
