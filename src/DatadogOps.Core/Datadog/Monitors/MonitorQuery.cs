using System.Globalization;
using System.Text.RegularExpressions;

namespace DatadogOps.Datadog.Monitors;

/// <summary>
/// Queries of metric monitors: composed, and taken apart as far as the rules need it (Datadog's OpenAPI document, "Metric Alert
/// Query").
/// </summary>
public static partial class MonitorQuery
{
    // Longer than any that people or Datadog's pages write.
    private const int MaxLength = 20_000;

    /// <summary>A window or shift of minutes: <c>last_5m</c>. Those of hours and days are known by these names only.</summary>
    public static string Last(int minutes) =>
        minutes % 1440 == 0 ? string.Create(CultureInfo.InvariantCulture, $"last_{minutes / 1440}d")
        : minutes % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"last_{minutes / 60}h")
        : string.Create(CultureInfo.InvariantCulture, $"last_{minutes}m");

    /// <summary>A limit: <c>avg(last_5m):avg:postgresql.max_connections{*} by {host} > 0.85</c>.</summary>
    /// <param name="metricQuery">What is watched: <c>avg:postgresql.max_connections{*} by {host}</c>.</param>
    /// <param name="window">How far back: <c>last_5m</c>.</param>
    /// <param name="comparison">One of <c>&gt; &gt;= &lt; &lt;= == !=</c>.</param>
    /// <param name="critical">The limit.</param>
    /// <param name="over">How the window's points become one: avg, sum, min or max.</param>
    public static string Threshold(string metricQuery, string window, string comparison, double critical, string over = "avg") =>
        $"{over}({window}):{metricQuery} {comparison} {Number(critical)}";

    /// <summary>A change in percent (<c>(a-b)/b*100</c>) or, absolute, in the metric's own unit.</summary>
    /// <param name="metricQuery">What is watched.</param>
    /// <param name="window">How far back: <c>last_5m</c>.</param>
    /// <param name="shift">Against when: <c>last_30m</c>.</param>
    /// <param name="isPercent">Whether the limit is in percent.</param>
    /// <param name="comparison">One of <c>&gt; &gt;= &lt; &lt;=</c>.</param>
    /// <param name="critical">The limit.</param>
    public static string Change(string metricQuery, string window, string shift, bool isPercent, string comparison, double critical) =>
        $"{(isPercent ? "pct_change" : "change")}(avg({window}),{shift}):{metricQuery} {comparison} {Number(critical)}";

    /// <summary>A number as queries have it: no exponent, the same in every culture.</summary>
    public static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && double.IsFinite(value)
            ? value.ToString("0.####################", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>The comparison and the limit at the end of a query; null where it ends in none.</summary>
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

    /// <summary>Minutes of the window that a metric query looks back over; null where it has none that is counted in minutes to weeks.</summary>
    internal static int? WindowMinutes(string query)
    {
        if (query.Length > MaxLength || WindowPattern().Match(query) is not { Success: true } match || !int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out int count))
        {
            return null;
        }

        long minutes = count * match.Groups["unit"].Value switch { "m" => 1L, "h" => 60, "d" => 1440, _ => 10_080 };
        return minutes <= int.MaxValue ? (int)minutes : null;
    }

    /// <summary>Whether it begins as a metric query does.</summary>
    internal static bool HasWindow(string query) => query.Length <= MaxLength && StartPattern().IsMatch(query);

    [GeneratedRegex(@"(?<comparison>>=|<=|==|!=|>|<)\s*(?<limit>-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LimitPattern();

    [GeneratedRegex(@"\A\s*(?:(?:pct_)?change\(\s*)?(?:avg|sum|min|max|percentile)\(\s*last_(?<count>[0-9]{1,6})(?<unit>mo|[mhdw])\b", RegexOptions.CultureInvariant)]
    private static partial Regex WindowPattern();

    [GeneratedRegex(@"\A\s*(?:(?:pct_)?change\(\s*)?(?:avg|sum|min|max|percentile|change|pct_change)\(\s*(?:last_[0-9]{1,6}(?:mo|[mhdw])|current_1(?:mo|[hdw]))\b", RegexOptions.CultureInvariant)]
    private static partial Regex StartPattern();
}
