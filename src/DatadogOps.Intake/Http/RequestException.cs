namespace DatadogOps.Intake.Http;

/// <summary>A refusal: status and what to tell the sender.</summary>
internal sealed class RequestException(int status, string message, string? title = null) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Short name of the refusal, where an endpoint tells one; null for that of the status.</summary>
    public string? Title { get; } = title;

    /// <summary>Whether the refusal is told with its status, where errors are objects.</summary>
    public bool TellsStatus { get; init; } = true;

    /// <summary>The property that is wrong, and why, where an endpoint tells it apart.</summary>
    public KeyValuePair<string, string>? Meta { get; init; }

    /// <summary>404.</summary>
    public static RequestException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    /// <summary>400.</summary>
    public static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}
