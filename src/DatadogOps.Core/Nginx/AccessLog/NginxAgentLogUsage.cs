namespace DatadogOps.Nginx.AccessLog;

/// <summary>Share of an access log that is caused by checks: of a whole log, or of one group of lines.</summary>
public sealed record NginxAgentLogUsage
{
    /// <summary>The log.</summary>
    public required string Path { get; init; }

    /// <summary>Requested host, if grouped by it.</summary>
    public string? HostName { get; init; }

    /// <summary>Client address, if grouped by it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Requested path without its query, if grouped by it.</summary>
    public string? UrlPath { get; init; }

    /// <summary>Status of the response, if grouped by it.</summary>
    public string? Status { get; init; }

    /// <summary>Hour in the format of the log, such as <c>22/Nov/2026:19</c>, if grouped by it.</summary>
    public string? Hour { get; init; }

    /// <summary>The values of the group, separated by spaces; empty for a whole log.</summary>
    public string Group => string.Join(' ', new[] { HostName, ClientAddress, UrlPath, Status, Hour }.OfType<string>());

    /// <summary>Number of lines of checks in this group.</summary>
    public required long AgentLines { get; init; }

    /// <summary>Size of these lines in bytes, including line endings.</summary>
    public required long AgentBytes { get; init; }

    /// <summary>Number of lines of the whole log.</summary>
    public required long Lines { get; init; }

    /// <summary>Size of the whole log in bytes, uncompressed.</summary>
    public required long Bytes { get; init; }

    /// <summary>AgentLines as a share of Lines, 0 to 1.</summary>
    public double LineShare => Lines == 0 ? 0 : (double)AgentLines / Lines;

    /// <summary>AgentBytes as a share of Bytes, 0 to 1.</summary>
    public double ByteShare => Bytes == 0 ? 0 : (double)AgentBytes / Bytes;

    /// <summary>Time of the log's first line; null if it cannot be read.</summary>
    public DateTimeOffset? FirstTime { get; init; }

    /// <summary>Time of the log's last line.</summary>
    public DateTimeOffset? LastTime { get; init; }

    /// <summary>Bytes that the filter would save in 30 days; null if the log covers less than an hour.</summary>
    public long? BytesPerMonth => LastTime - FirstTime is { } span && span >= TimeSpan.FromHours(1) ? (long)(AgentBytes * (TimeSpan.FromDays(30) / span)) : null;
}
