using System.Globalization;
using System.Text.RegularExpressions;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Builds queries of metric monitors, and parses them as far as the rules need it (Datadog's OpenAPI document, "Metric Alert Query").</summary>
public static partial class MonitorQuery
{
    // Longer than any real query.
    private const int MaxLength = 20_000;

    /// <summary>A query of a metric: <c>avg:system.load.5{env:prod} by {host}</c>.</summary>
    /// <param name="metric">Space aggregation and metric: <c>avg:system.load.5</c>.</param>
    /// <param name="scope">Tags that a series must have, all of them; null and empty ones are left out.</param>
    /// <param name="by">Tags to group by.</param>
    public static string Metric(string metric, IEnumerable<string?> scope, params string[] by) =>
        $"{metric}{{{TagFilter.Scope(scope.OfType<string>())}}}{(by.Length == 0 ? "" : $" by {{{string.Join(',', by)}}}")}";

    /// <summary>A threshold on a window: <c>avg(last_5m):avg:postgresql.max_connections{*} by {host} > 0.85</c>.</summary>
    /// <param name="metricQuery">What is monitored: <c>avg:postgresql.max_connections{*} by {host}</c>.</param>
    /// <param name="windowSeconds">Length of the window; rounded up to whole minutes.</param>
    /// <param name="comparison">One of <c>&gt; &gt;= &lt; &lt;= == !=</c>.</param>
    /// <param name="critical">The limit.</param>
    /// <param name="over">How the points of the window are aggregated: avg, sum, min or max.</param>
    public static string Threshold(string metricQuery, int windowSeconds, string comparison, double critical, string over = "avg") =>
        $"{over}({Last(windowSeconds)}):{metricQuery} {comparison} {Number(critical)}";

    /// <summary>A threshold on growth in percent, <c>(now - before) / before * 100</c>: <c>pct_change(avg(last_5m),last_1h):avg:a{*} > 50</c>.</summary>
    /// <param name="metricQuery">What is monitored.</param>
    /// <param name="windowSeconds">Length of the window; rounded up to whole minutes.</param>
    /// <param name="shiftSeconds">How long ago the value is compared with; rounded up to whole minutes.</param>
    /// <param name="critical">The limit in percent.</param>
    public static string Growth(string metricQuery, int windowSeconds, int shiftSeconds, double critical) =>
        $"pct_change(avg({Last(windowSeconds)}),{Last(shiftSeconds)}):{metricQuery} > {Number(critical)}";

    /// <summary>Whole minutes, in which Datadog counts windows and intervals; a part of one is rounded up.</summary>
    public static int Minutes(int seconds) => (int)Math.Ceiling(seconds / 60.0);

    /// <summary>A number as queries have it: no exponent, the same in every culture.</summary>
    public static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && double.IsFinite(value)
            ? value.ToString("0.####################", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>The comparison and the limit at the end of a query; null if there is none.</summary>
    internal static (string Comparison, double Critical)? Limit(string query)
    {
        if (query.Length > MaxLength || LimitPattern().Match(query) is not { Success: true } match)
        {
            return null;
        }

        return double.TryParse(match.Groups["limit"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double critical)
            ? (match.Groups["comparison"].Value, critical)
            : null;
    }

    /// <summary>Length of the window of a metric query; null if it has none in minutes, hours, days or weeks.</summary>
    internal static long? WindowSeconds(string query)
    {
        if (query.Length > MaxLength || WindowPattern().Match(query) is not { Success: true } match || !int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out int count))
        {
            return null;
        }

        return match.Groups["unit"].Value switch { "m" => 60L * count, "h" => 3600L * count, "d" => 86_400L * count, "w" => 604_800L * count, _ => null };
    }

    /// <summary>Whether a query starts with an aggregation over a window.</summary>
    internal static bool HasWindow(string query) => query.Length <= MaxLength && StartPattern().IsMatch(query);

    // Datadog knows whole hours and days by these names only.
    private static string Last(int seconds)
    {
        int minutes = Math.Max(1, Minutes(seconds));
        return minutes % 1440 == 0 ? string.Create(CultureInfo.InvariantCulture, $"last_{minutes / 1440}d")
            : minutes % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"last_{minutes / 60}h")
            : string.Create(CultureInfo.InvariantCulture, $"last_{minutes}m");
    }

    [GeneratedRegex(@"(?<comparison>>=|<=|==|!=|>|<)\s*(?<limit>-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LimitPattern();

    [GeneratedRegex(@"\A\s*(?:(?:pct_)?change\(\s*)?(?:avg|sum|min|max|percentile)\(\s*last_(?<count>[0-9]{1,6})(?<unit>mo|[mhdw])\b", RegexOptions.CultureInvariant)]
    private static partial Regex WindowPattern();

    [GeneratedRegex(@"\A\s*(?:(?:pct_)?change\(\s*)?(?:avg|sum|min|max|percentile|change|pct_change)\(\s*(?:last_[0-9]{1,6}(?:mo|[mhdw])|current_1(?:mo|[hdw]))\b", RegexOptions.CultureInvariant)]
    private static partial Regex StartPattern();
}
