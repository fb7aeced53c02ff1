using System.Globalization;
using System.Text.RegularExpressions;

namespace DatadogOps.Intake.Monitors;

/// <summary>What a monitor's query says besides its metric: how it compares, and whether it has groups.</summary>
/// <param name="Operator">One of <c>&gt; &gt;= &lt; &lt;=</c> and, for service checks, empty.</param>
/// <param name="Threshold">The number behind the operator; null for a service check.</param>
/// <param name="HasGroups">Whether it alerts by group.</param>
internal sealed record MonitorQuery(string Operator, double? Threshold, bool HasGroups);

/// <summary>
/// Reads monitors' queries. Those of metrics are read whole: <c>avg(last_5m):avg:metric{scope} by {tag} &gt; 1</c>, with
/// arithmetic between metrics, functions around them, and change() and pct_change() in the window's place. Those of service
/// checks and events are read for their form only. Source: "Query types" in Datadog's OpenAPI document, path /api/v1/monitor.
/// </summary>
internal static partial class MonitorQueryParser
{
    private const int MaxLength = 10_000;

    /// <summary>Reads a query of a type.</summary>
    /// <exception cref="MonitorException">It is not of that type's form.</exception>
    public static MonitorQuery Parse(string type, string query)
    {
        if (query.Length > MaxLength)
        {
            throw Invalid($"it has {query.Length} characters; {MaxLength} are allowed");
        }

        return type switch
        {
            "metric alert" or "query alert" => ParseMetric(query),
            "service check" => ServiceCheck().Match(query) is { Success: true } match
                ? new MonitorQuery(string.Empty, null, match.Groups["by"].Value.Trim('"') is not "" and not "*")
                : throw Invalid("""write it as "check".over("tag:value").by("group").last(N).count_by_status()"""),
            _ => ParseLoosely(query),
        };
    }

    private static MonitorQuery ParseMetric(string query)
    {
        (string expression, string sign, double threshold) = Split(query);
        if (Change().Match(expression) is { Success: true } change)
        {
            CheckWindow(change.Groups["window"].Value);
            CheckWindow(change.Groups["shift"].Value);
            return new MonitorQuery(sign, threshold, MetricExpression.Check(change.Groups["rest"].Value));
        }

        Match plain = Plain().Match(expression);
        if (!plain.Success)
        {
            throw Invalid("write it as avg(last_5m):avg:metric{scope} by {tag} > number, with avg, sum, min, max or percentile in front");
        }

        CheckWindow(plain.Groups["window"].Value);
        return new MonitorQuery(sign, threshold, MetricExpression.Check(plain.Groups["rest"].Value));
    }

    private static MonitorQuery ParseLoosely(string query)
    {
        (string expression, string sign, double threshold) = Split(query);
        return Search().IsMatch(expression)
            ? new MonitorQuery(sign, threshold, expression.Contains(".by(", StringComparison.Ordinal))
            : throw Invalid("""write it as events("query").rollup("count").by("tag").last("5m") > number""");
    }

    private static (string Expression, string Sign, double Threshold) Split(string query)
    {
        Match comparison = Comparison().Match(query);
        if (!comparison.Success)
        {
            // The words of a recorded answer of Datadog's.
            throw Invalid("invalid operator specified: ");
        }

        double threshold = double.Parse(comparison.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(threshold)
            ? (comparison.Groups["expression"].Value.Trim(), comparison.Groups["sign"].Value, threshold)
            : throw Invalid("the threshold is no finite number");
    }

    private static void CheckWindow(string window)
    {
        Match last = LastWindow().Match(window);
        if (last.Success)
        {
            long minutes = long.Parse(last.Groups["count"].Value, CultureInfo.InvariantCulture) * (last.Groups["unit"].Value switch { "m" => 1, "h" => 60, "d" => 1440, "w" => 10_080, _ => 43_200 });
            if (minutes is < 1 or > 730 * 1440)
            {
                throw Invalid($"the window {window} is not from a minute to two years");
            }
        }
        else if (window is not ("current_1h" or "current_1d" or "current_1w" or "current_1mo"))
        {
            throw Invalid($"'{window}' is no window; last_5m, last_1h and last_1d are");
        }
    }

    private static MonitorException Invalid(string why) => MonitorException.Query(why);

    [GeneratedRegex(@"^(?<expression>.+?)\s*(?<sign>>=|<=|>|<)\s*(?<number>[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?)\s*$", RegexOptions.Singleline | RegexOptions.RightToLeft)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(avg|sum|min|max|percentile)\((?<window>[a-z0-9_]+)\)\s*:\s*(?<rest>.+)$", RegexOptions.Singleline)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(change|pct_change)\((avg|sum|min|max)\((?<window>[a-z0-9_]+)\)\s*,\s*(?<shift>[a-z0-9_]+)\)\s*:\s*(?<rest>.+)$", RegexOptions.Singleline)]
    private static partial Regex Change();

    [GeneratedRegex(@"^last_(?<count>[0-9]{1,6})(?<unit>mo|m|h|d|w)$")]
    private static partial Regex LastWindow();

    [GeneratedRegex(@"^""[^""]+""\.over\((""[^""]*""(\s*,\s*)?)+\)(\.exclude\((""[^""]*""(\s*,\s*)?)+\))?(\.by\((?<by>(""[^""]*""(\s*,\s*)?)+)\))?\.last\(""?[0-9]+""?\)(\.count_by_status\(\)|\.pct_by_status\(\))$")]
    private static partial Regex ServiceCheck();

    [GeneratedRegex(@"^[a-z_-]+\((""[^""\\]*(\\.[^""\\]*)*""|'[^']*')\)(\.(index|rollup|by|last)\([^()]*\))*\.last\(\s*[""'][0-9]+(m|h|d|w)[""']\s*\)$", RegexOptions.Singleline)]
    private static partial Regex Search();
}
