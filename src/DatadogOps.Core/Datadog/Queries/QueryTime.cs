using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Datadog.Queries;

/// <summary>The period of a query, in whole seconds.</summary>
public sealed record QueryTime
{
    private QueryTime(DateTimeOffset from, DateTimeOffset to)
    {
        From = from;
        To = to;
    }

    /// <summary>Start.</summary>
    public DateTimeOffset From { get; }

    /// <summary>End.</summary>
    public DateTimeOffset To { get; }

    /// <summary>Creates the period.</summary>
    /// <param name="from">Start; default for <paramref name="lastSeconds"/> before the end.</param>
    /// <param name="to">End; default for now.</param>
    /// <param name="lastSeconds">Length if there is no start.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OperationException">The end is not after the start.</exception>
    public static QueryTime Of(DateTimeOffset from, DateTimeOffset to, int lastSeconds, TimeProvider time)
    {
        DateTimeOffset end = to == default ? time.GetUtcNow() : to;
        DateTimeOffset begin = from == default ? end.AddSeconds(-lastSeconds) : from;
        return end.ToUnixTimeSeconds() > begin.ToUnixTimeSeconds()
            ? new QueryTime(begin.ToUniversalTime(), end.ToUniversalTime())
            : throw new OperationException(
                QueryErrorIds.QueryTimeInvalid,
                OperationErrorKind.InvalidInput,
                begin.ToString("u", CultureInfo.InvariantCulture),
                $"The period from {begin.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} to {end.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'} is empty: its end is not after its start.",
                "Set -From to a time before -To.");
    }
}
