using DatadogOps.Common;

namespace DatadogOps.Nginx.Audit;

/// <summary>Whether requests of a user agent are logged, for one log of one server or location.</summary>
public sealed record NginxLogFinding : Finding
{
    /// <summary>Name of the rule.</summary>
    public const string NotLoggedRule = "AgentNotLogged";

    /// <summary><see cref="Finding.Actual"/>: the requests are not logged. <see cref="Finding.Status"/> is <c>Passed</c>.</summary>
    public const string NotLogged = "NotLogged";

    /// <summary><see cref="Finding.Actual"/>: the requests are logged. <see cref="Finding.Status"/> is <c>Failed</c>.</summary>
    public const string Logged = "Logged";

    /// <summary><see cref="Finding.Actual"/>: the configuration alone does not tell. <see cref="Finding.Status"/> is <c>Warning</c>.</summary>
    public const string Uncertain = "Uncertain";

    /// <summary>The configuration.</summary>
    public string? Path { get; init; }

    /// <summary>File with the access_log, or with the server or location if it has none.</summary>
    public string? File { get; init; }

    /// <summary>Line in the file.</summary>
    public int? Line { get; init; }

    /// <summary>Names of the enclosing blocks: <c>http/server/location</c>.</summary>
    public string? Context { get; init; }

    /// <summary>server_name of the server.</summary>
    public string? ServerName { get; init; }

    /// <summary>The location; null for the part of a server outside of locations.</summary>
    public string? Location { get; init; }

    /// <summary>Path or syslog target as written; null for the built-in default log, and if logging is off.</summary>
    public string? LogPath { get; init; }

    /// <summary>Explanation of <see cref="Finding.Actual"/>.</summary>
    public required string Reason { get; init; }

    internal static NginxLogFinding Of(string actual, string reason, string? serverName, string? location) => new()
    {
        Target = string.Join(' ', new[] { serverName, location }.OfType<string>()),
        Rule = NotLoggedRule,
        Status = actual switch
        {
            NotLogged => Passed,
            Logged => Failed,
            _ => Warning,
        },
        Expected = NotLogged,
        Actual = actual,
        Reason = reason,
        Recommendation = actual switch
        {
            NotLogged => null,
            Logged => "Run Add-NginxAgentLogFilter, or Update-NginxAgentLogFilter to replace if filters.",
            _ => "Run Test-NginxAgentLogFilter with -Probe.",
        },
        ServerName = serverName,
        Location = location,
    };
}
