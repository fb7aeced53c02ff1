namespace DatadogOps.Telemetry.Http;

/// <summary>One request to Datadog, without the keys, which the client adds.</summary>
/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Path and query below the base address: <c>api/v1/monitor?page=0</c>. Never holds a key.</param>
public sealed record DatadogRequest(HttpMethod Method, string Path)
{
    /// <summary>Which host takes it.</summary>
    public DatadogService Service { get; init; }

    /// <summary>The body, or empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How the body is compressed (<c>gzip</c>, <c>deflate</c>), or null.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Whether the application key goes along too.</summary>
    public bool NeedsApplicationKey { get; init; }

    /// <summary>
    /// Whether it may be made again when nobody knows whether it was taken (the connection broke, or a gateway failed). True but
    /// for what would be made twice.
    /// </summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>What it is about, for messages: <c>monitor 4711</c>; null for what is sent.</summary>
    public string? Subject { get; init; }

    /// <summary>Bytes of the answer that are read, at most.</summary>
    public int MaxAnswerLength { get; init; } = 64 * 1024;
}
