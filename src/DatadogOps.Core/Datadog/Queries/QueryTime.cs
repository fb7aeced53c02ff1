using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Datadog.Queries;

/// <summary>A span of time that is asked for, to the second, as the API counts.</summary>
public sealed record QueryTime
{
    private QueryTime(DateTimeOffset from, DateTimeOffset to)
    {
        From = from;
        To = to;
    }

    /// <summary>Its begin.</summary>
    public DateTimeOffset From { get; }

    /// <summary>Its end.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The span of what the caller said; the rest is made up for.</summary>
    /// <param name="from">Begin, or null for <paramref name="last"/> before the end.</param>
    /// <param name="to">End, or null for now.</param>
    /// <param name="last">Length where there is no begin.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OperationException">The end is not behind the begin.</exception>
    public static QueryTime Of(DateTimeOffset? from, DateTimeOffset? to, TimeSpan last, TimeProvider time)
    {
        DateTimeOffset end = to ?? time.GetUtcNow();
        DateTimeOffset begin = from ?? end - last;
        return end.ToUnixTimeSeconds() > begin.ToUnixTimeSeconds()
            ? new QueryTime(begin.ToUniversalTime(), end.ToUniversalTime())
            : throw new OperationException(
                QueryErrorIds.QueryTimeInvalid,
                OperationErrorKind.InvalidInput,
                begin.ToString("u", CultureInfo.InvariantCulture),
                $"The time from {begin.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} to {end.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} is no span: its end is not behind its begin.",
                "Give -From before -To, or a -Last of more than nothing.");
    }
}
