namespace DatadogOps.Nginx.AccessLog;

/// <summary>How much of an access log checkers are: of a whole log, or of one group of their lines.</summary>
public sealed record NginxAgentLogUsage
{
    /// <summary>The log.</summary>
    public required string Path { get; init; }

    /// <summary>Host that was asked for, where it was grouped by that and the format has it.</summary>
    public string? HostName { get; init; }

    /// <summary>Address of the checker, where it was grouped by that.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Path that was asked for, without its query, where it was grouped by that.</summary>
    public string? UrlPath { get; init; }

    /// <summary>Status of the answer, where it was grouped by that.</summary>
    public string? Status { get; init; }

    /// <summary>Hour as the log writes it, such as <c>22/Nov/2026:19</c>, where it was grouped by that.</summary>
    public string? Hour { get; init; }

    /// <summary>What the group has in common, its values one after the other; empty for a log as a whole.</summary>
    public string Group => string.Join(' ', new[] { HostName, ClientAddress, UrlPath, Status, Hour }.OfType<string>());

    /// <summary>Lines of the checkers in this group.</summary>
    public required long AgentLines { get; init; }

    /// <summary>Their bytes, with the ends of lines.</summary>
    public required long AgentBytes { get; init; }

    /// <summary>Lines of the whole log.</summary>
    public required long Lines { get; init; }

    /// <summary>Bytes of the whole log; of a .gz unpacked.</summary>
    public required long Bytes { get; init; }

    /// <summary>Part of the log's lines, 0 to 1.</summary>
    public double LineShare => Lines == 0 ? 0 : (double)AgentLines / Lines;

    /// <summary>Part of the log's bytes, 0 to 1.</summary>
    public double ByteShare => Bytes == 0 ? 0 : (double)AgentBytes / Bytes;

    /// <summary>Time of the log's first line; null where it has none that can be read.</summary>
    public DateTimeOffset? FirstTime { get; init; }

    /// <summary>Time of the log's last line.</summary>
    public DateTimeOffset? LastTime { get; init; }

    /// <summary>What the filter would keep out of the log in 30 days, in bytes; null where the log covers less than an hour.</summary>
    public long? BytesPerMonth => LastTime - FirstTime is { } span && span >= TimeSpan.FromHours(1) ? (long)(AgentBytes * (TimeSpan.FromDays(30) / span)) : null;
}
