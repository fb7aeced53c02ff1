using System.Text.Json;
using System.Text.Json.Serialization;

namespace DatadogOps.Datadog.Queries;

/// <summary>Response of <c>GET /api/v1/query</c>.</summary>
internal sealed record QueryAnswer
{
    public string? Status { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<QuerySeries>? Series { get; init; }
}

/// <summary>One series of the response.</summary>
internal sealed record QuerySeries
{
    public string? Metric { get; init; }

    public string? Expression { get; init; }

    public string? Scope { get; init; }

    public IReadOnlyList<string>? TagSet { get; init; }

    public int? Interval { get; init; }

    // [[milliseconds, value or null], ...]
    public IReadOnlyList<IReadOnlyList<double?>>? Pointlist { get; init; }

    // Unit and "per" unit; either may be null.
    public IReadOnlyList<QueryUnit?>? Unit { get; init; }
}

/// <summary>A unit.</summary>
internal sealed record QueryUnit
{
    public string? Name { get; init; }

    public string? ShortName { get; init; }
}

/// <summary>Response of <c>GET /api/v1/events</c>.</summary>
internal sealed record EventAnswer
{
    public IReadOnlyList<EventJson>? Events { get; init; }
}

/// <summary>One event of the response.</summary>
internal sealed record EventJson
{
    // A number in some responses, text in others.
    public JsonElement Id { get; init; }

    public string? IdStr { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public double? DateHappened { get; init; }

    public string? Host { get; init; }

    public string? AlertType { get; init; }

    public string? Priority { get; init; }

    public string? SourceTypeName { get; init; }

    public string? Source { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Url { get; init; }
}

/// <summary>Deserializers generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 32)]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(EventAnswer))]
internal sealed partial class QueryJson : JsonSerializerContext;
