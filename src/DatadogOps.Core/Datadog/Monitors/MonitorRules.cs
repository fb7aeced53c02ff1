using System.Globalization;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Rules that a monitor can be checked against without calling Datadog.</summary>
public static partial class MonitorRules
{
    private const int MaxTagLength = 200;
    private const int MaxRenotifySeconds = 86_400;

    // Enumeration MonitorType of Datadog's OpenAPI document.
    private static readonly string[] Types =
    [
        "query alert", "metric alert", "service check", "event alert", "event-v2 alert", "log alert", "process alert", "composite",
        "rum alert", "slo alert", "synthetics alert", "trace-analytics alert", "audit alert", "ci-pipelines alert", "ci-tests alert",
        "error-tracking alert", "database-monitoring alert", "network-performance alert", "cost alert", "data-quality alert",
        "network-path alert", "data-jobs alert", "llm-observability alert",
    ];

    private delegate void Report(string rule, string field, string actual, string expected, string recommendation);

    /// <summary>The rules that a definition violates: <see cref="Finding.Failed"/> if Datadog would reject it, <see cref="Finding.Warning"/> if it is probably not what was meant.</summary>
    public static IReadOnlyList<MonitorFinding> Check(DatadogMonitor monitor)
    {
        var findings = new List<MonitorFinding>();
        if (string.IsNullOrWhiteSpace(monitor.Name))
        {
            Error("Name", "name", "empty", "a name", "Set a name. It is the title of the alerts.");
        }

        if (!Types.Contains(monitor.Type))
        {
            Error("Type", "type", $"'{monitor.Type}'", $"one of {string.Join(", ", Types)}", "Set a type that Datadog knows.");
        }

        if (string.IsNullOrWhiteSpace(monitor.Query))
        {
            Error("Query", "query", "empty", "a query", "Set a query, such as avg(last_5m):avg:system.load.5{*} by {host} > 4.");
        }

        if (monitor.Priority is < 1 or > 5)
        {
            Error("Priority", "priority", Text(monitor.Priority), "1 to 5", "Set a priority from 1 (high) to 5 (low), or none.");
        }

        if (monitor.RenotifySeconds is < 0 or > MaxRenotifySeconds)
        {
            Error("RenotifyInterval", "options.renotify_interval", $"{Text(monitor.RenotifySeconds)} s", $"at most {Text(MaxRenotifySeconds)} s", "Set a shorter interval, or none.");
        }

        foreach (string tag in monitor.Tags.Where(tag => tag.Length > MaxTagLength || tag.Contains(',', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(tag)))
        {
            Error("Tag", "tags", $"'{(tag.Length > 60 ? tag[..60] + "..." : tag)}'", $"tags of 1 to {MaxTagLength} characters without commas", "Correct the tag.");
        }

        CheckThresholds(monitor, Error);
        CheckMessage(monitor.Message, Warning);
        CheckMissingData(monitor, Warning);
        return findings;

        void Error(string rule, string field, string actual, string expected, string recommendation) => Add(Finding.Failed, rule, field, actual, expected, recommendation);
        void Warning(string rule, string field, string actual, string expected, string recommendation) => Add(Finding.Warning, rule, field, actual, expected, recommendation);
        void Add(string status, string rule, string field, string actual, string expected, string recommendation) =>
            findings.Add(new MonitorFinding { Target = monitor.Name, Rule = rule, Status = status, Field = field, Actual = actual, Expected = expected, Recommendation = recommendation });
    }

    private static void CheckThresholds(DatadogMonitor monitor, Report error)
    {
        const string Field = "options.thresholds.";
        foreach ((string name, double? value) in new[] { ("critical", monitor.Critical), ("critical_recovery", monitor.CriticalRecovery), ("warning", monitor.Warning), ("warning_recovery", monitor.WarningRecovery) })
        {
            if (value is { } number && !double.IsFinite(number))
            {
                error("Threshold", Field + name, MonitorQuery.Number(number), "a finite number", "Set a number, or none.");
            }
        }

        bool isMetric = monitor.Type is DatadogMonitor.MetricType or "metric alert";
        if (isMetric && !MonitorQuery.HasWindow(monitor.Query))
        {
            error("Query", "query", "without a time window", "an aggregation over a time window at its start", "Start the query with avg(last_5m): or pct_change(avg(last_5m),last_30m):, for example.");
        }

        if (MonitorQuery.Limit(monitor.Query) is not { } limit)
        {
            if (isMetric && !monitor.Query.TrimEnd().EndsWith("threshold", StringComparison.Ordinal))
            {
                error("Query", "query", "without a limit", "a comparison with a number at its end", "End the query with > 0.85, for example.");
            }

            return;
        }

        if (monitor.Critical is { } critical && !critical.Equals(limit.Critical))
        {
            error("Threshold", Field + "critical", MonitorQuery.Number(critical), $"{MonitorQuery.Number(limit.Critical)}, the number at the end of the query", "Set both to the same number.");
        }

        // Whether a greater value is worse.
        bool? rising = limit.Comparison switch { ">" or ">=" => true, "<" or "<=" => false, _ => null };
        if (rising is not { } up)
        {
            return;
        }

        Order("warning", monitor.Warning, "critical", monitor.Critical ?? limit.Critical);
        Order("critical_recovery", monitor.CriticalRecovery, "critical", monitor.Critical ?? limit.Critical);
        Order("warning_recovery", monitor.WarningRecovery, "warning", monitor.Warning);
        if (monitor.WarningRecovery is { } recovery && monitor.Warning is null)
        {
            error("Threshold", Field + "warning_recovery", MonitorQuery.Number(recovery), "none without a warning threshold", "Set a warning threshold too.");
        }

        void Order(string name, double? value, string other, double? bound)
        {
            if (value is { } a && bound is { } b && (up ? a >= b : a <= b))
            {
                string than = $"{(up ? "less" : "greater")} than {other}";
                error("Threshold", Field + name, MonitorQuery.Number(a), $"{than} ({MonitorQuery.Number(b)})", $"The query alerts {(up ? "above" : "below")} its limit: set {name} to {than}.");
            }
        }
    }

    // Datadog accepts such a message and shows the braces.
    private static void CheckMessage(string message, Report warning)
    {
        var open = new Stack<string>();
        foreach (Match match in BlockPattern().Matches(message))
        {
            string name = match.Groups["name"].Value;
            if (match.Groups["mark"].Value != "/")
            {
                open.Push(name);
            }
            else if (open.Count == 0 || open.Pop() != name)
            {
                Unbalanced($"{{{{/{name}}}}} without {{{{#{name}}}}}", $"Add {{{{#{name}}}}}, or remove {{{{/{name}}}}}.");
                return;
            }
        }

        if (open.TryPeek(out string? last))
        {
            Unbalanced($"{{{{#{last}}}}} without {{{{/{last}}}}}", $"Add {{{{/{last}}}}}.");
        }

        void Unbalanced(string actual, string recommendation) => warning("Message", "message", actual, "an end for each block", recommendation);
    }

    private static void CheckMissingData(DatadogMonitor monitor, Report warning)
    {
        if (monitor.NotifyNoData == true && monitor.NoDataSeconds is { } seconds && MonitorQuery.WindowSeconds(monitor.Query) is { } window && seconds < 2 * window)
        {
            warning(
                "NoDataInterval",
                "options.no_data_timeframe",
                $"{Text(seconds)} s",
                $"at least {Text(2 * window)} s, twice the window of the query",
                "Set a longer interval, as Datadog recommends; else late points raise false alerts.");
        }
    }

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex(@"\{\{\s*(?<mark>[#^/])\s*(?<name>[a-z_]+)[^{}]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex BlockPattern();
}
