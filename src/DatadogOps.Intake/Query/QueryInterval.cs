namespace DatadogOps.Intake.Query;

/// <summary>
/// Length of a query's intervals. Datadog's documentation "Rollup" gives 20 seconds for an hour, a minute for four hours
/// and 1500 points at most; the steps between and beyond follow the same idea. Never below 10 seconds, the Agent's
/// flush, so that what is sent as one batch over the turn of a second is counted as one.
/// </summary>
internal static class QueryInterval
{
    private const int MaxPoints = 1500;

    private static readonly (int SpanSec, int IntervalSec)[] Steps =
    [
        (30 * 60, 10),
        (60 * 60, 20),
        (4 * 3600, 60),
        (24 * 3600, 300),
        (2 * 86_400, 600),
        (7 * 86_400, 3600),
        (31 * 86_400, 14_400),
        (92 * 86_400, 43_200),
    ];

    /// <summary>The interval, in seconds, for a span of so many seconds.</summary>
    public static int ForSpan(long spanSec)
    {
        foreach ((int limit, int interval) in Steps)
        {
            if (spanSec <= limit)
            {
                return interval;
            }
        }

        return 86_400;
    }

    /// <summary>The smallest interval, in seconds, that a query may ask for over a span.</summary>
    public static int Smallest(long spanSec) => (int)Math.Max(1, (spanSec + MaxPoints - 1) / MaxPoints);
}
