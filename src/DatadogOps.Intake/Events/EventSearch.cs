using System.Buffers;
using System.Globalization;
using System.Text;
using DatadogOps.Intake.Http;

namespace DatadogOps.Intake.Events;

/// <summary>
/// A search of API v2: words and <c>key:value</c> that all hold, <c>-</c> before one that must not. What Datadog's
/// language has beyond this is refused by name.
/// </summary>
internal sealed record EventSearch(string Query, long FromMs, long ToMs, int Limit, bool OldestFirst, long? After)
{
    /// <summary>Largest page (Datadog's OpenAPI document of API v2, EventsListRequest).</summary>
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 10;

    private static readonly SearchValues<char> Unknown = SearchValues.Create("()[]<>");

    /// <summary>Makes a search of the parameters' texts.</summary>
    public static EventSearch Create(string? query, string? from, string? to, string? sort, string? cursor, long? limit, long now)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw RequestException.Bad($"input_validation_error(Field 'page' is invalid: limit must be from 1 to {MaxLimit})");
        }

        if (sort is not (null or "timestamp" or "-timestamp"))
        {
            throw RequestException.Bad("input_validation_error(Field 'sort' is invalid: timestamp or -timestamp is expected)");
        }

        string text = query ?? "*";
        if (text.AsSpan().ContainsAny(Unknown) || text.Contains(" OR ", StringComparison.Ordinal))
        {
            throw RequestException.Bad($"The query '{text}' is not understood by this intake: words and key:value are, with - before what must not be");
        }

        return new EventSearch(text, Time(from, "from", now - 900, now), Time(to, "to", now, now), (int)(limit ?? DefaultLimit), sort == "timestamp", ReadCursor(cursor));
    }

    /// <summary>The page, and the cursor of the next one if there is more.</summary>
    public (StoredEvent[] Page, string? Next) Run(StoredEvent[] all)
    {
        IEnumerable<StoredEvent> found = all.Where(one => one.DateHappened * 1000 >= FromMs && one.DateHappened * 1000 <= ToMs && Accepts(one));
        found = OldestFirst ? found.OrderBy(one => one.DateHappened).ThenBy(one => one.Id) : found.OrderByDescending(one => one.DateHappened).ThenByDescending(one => one.Id);
        StoredEvent[] ordered = [.. found];
        int begin = After is { } after ? Array.FindIndex(ordered, one => one.Id == after) + 1 : 0;
        StoredEvent[] page = [.. ordered.Skip(begin).Take(Limit)];
        return (page, begin + page.Length < ordered.Length ? WriteCursor(page[^1].Id) : null);
    }

    private bool Accepts(StoredEvent one) => Query.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "*")).All(word =>
        word.StartsWith('-') ? !Matches(one, word[1..]) : Matches(one, word));

    private static bool Matches(StoredEvent one, string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string value = word[(colon + 1)..].Trim('"');
        return word[..Math.Max(colon, 0)] switch
        {
            "source" => Same(one.SourceTypeName ?? "api", value),
            "host" => Same(one.Host, value) || HasTag(one, word),
            "priority" => Same(one.Priority ?? "normal", value),
            "status" => Same(one.AlertType ?? "info", value),
            "" => one.Title.Contains(value, StringComparison.OrdinalIgnoreCase) || one.Text.Contains(value, StringComparison.OrdinalIgnoreCase) || HasTag(one, word),
            _ => HasTag(one, word),
        };
    }

    private static bool HasTag(StoredEvent one, string tag) => tag.EndsWith('*')
        ? one.Tags.Any(has => has.StartsWith(tag[..^1], StringComparison.OrdinalIgnoreCase))
        : one.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // ISO 8601, milliseconds, or date math: now, now-15m.
    private static long Time(string? text, string name, long otherwise, long now)
    {
        if (text is null)
        {
            return otherwise * 1000;
        }

        if (text == "now")
        {
            return now * 1000;
        }

        if (text.Length > 5
            && text.StartsWith("now-", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(4, text.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && "smhdw".IndexOf(text[^1], StringComparison.Ordinal) is >= 0 and int unit)
        {
            return (now - (number * (long)(new[] { 1, 60, 3600, 86_400, 604_800 }[unit]))) * 1000;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) ? ms
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUnixTimeMilliseconds()
            : throw RequestException.Bad($"input_validation_error(Field 'filter.{name}' is invalid: '{text}' is no time)");
    }

    private static string WriteCursor(long id) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"after:{id}"));

    private static long? ReadCursor(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[64];
        return cursor.Length <= 64
            && Convert.TryFromBase64String(cursor, bytes, out int length)
            && Encoding.ASCII.GetString(bytes[..length]) is var text
            && text.StartsWith("after:", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw RequestException.Bad("input_validation_error(Field 'page' is invalid: invalid cursor)");
    }
}
