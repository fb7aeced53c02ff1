using System.Globalization;

namespace DatadogOps.Intake.Http;

/// <summary>A request whose keys, type and size are right.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="Body">Its body; empty where the endpoint takes none.</param>
/// <param name="Now">When it came, in Unix seconds.</param>
internal sealed record ApiRequest(HttpContext Context, ReceivedBody Body, long Now)
{
    // Up to the year 9999, beyond which only milliseconds taken for seconds lie.
    private const long MaxNumber = 253_402_300_799;

    /// <summary>A parameter of the address; null when it is missing or empty.</summary>
    public string? Query(string name) => Context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>Refuses parameters of other names: most likely they are misspelt.</summary>
    public void AllowParameters(params ReadOnlySpan<string> names)
    {
        foreach (string name in Context.Request.Query.Keys)
        {
            if (!names.Contains(name))
            {
                throw RequestException.Bad($"There is no parameter '{name}'; known are {string.Join(", ", names!)}");
            }
        }
    }

    /// <summary>A parameter with commas between words.</summary>
    public string[] Words(string name) => Query(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>A parameter that is a whole number.</summary>
    public long? Number(string name) => Query(name) switch
    {
        null => null,
        { } text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= MaxNumber => number,
        { } text => throw RequestException.Bad($"The parameter '{name}' must be a whole number, not '{text}'"),
    };

    /// <summary>A parameter that is true or false.</summary>
    public bool Flag(string name) => Query(name) switch
    {
        null => false,
        { } text when bool.TryParse(text, out bool flag) => flag,
        { } text => throw RequestException.Bad($"The parameter '{name}' must be true or false, not '{text}'"),
    };
}
