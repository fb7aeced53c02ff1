using System.Globalization;
using System.Text.RegularExpressions;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Rules that a monitor can be held against without asking Datadog.</summary>
public static partial class MonitorRules
{
    private const int MaxTagLength = 200;
    private const int MaxRenotifyMinutes = 1440;

    // Enumeration MonitorType of Datadog's OpenAPI document.
    private static readonly string[] Types =
    [
        "query alert", "metric alert", "service check", "event alert", "event-v2 alert", "log alert", "process alert", "composite",
        "rum alert", "slo alert", "synthetics alert", "trace-analytics alert", "audit alert", "ci-pipelines alert", "ci-tests alert",
        "error-tracking alert", "database-monitoring alert", "network-performance alert", "cost alert", "data-quality alert",
        "network-path alert", "data-jobs alert", "llm-observability alert",
    ];

    /// <summary>Names of the types of monitors.</summary>
    public static IReadOnlyList<string> KnownTypes => Types;

    /// <summary>What is wrong with a definition.</summary>
    public static IReadOnlyList<DefinitionFinding> Check(DatadogMonitor monitor)
    {
        var findings = new List<DefinitionFinding>();
        if (string.IsNullOrWhiteSpace(monitor.Name))
        {
            Error("name", "The monitor has no name.", "Give it one; it is the title of its alerts.");
        }

        if (!Types.Contains(monitor.Type))
        {
            Error("type", $"There is no type '{monitor.Type}'.", $"Use one of {string.Join(", ", Types)}.");
        }

        if (string.IsNullOrWhiteSpace(monitor.Query))
        {
            Error("query", "The monitor has no query.", "Write one such as avg(last_5m):avg:system.load.5{*} by {host} > 4.");
        }

        if (monitor.Priority is < 1 or > 5)
        {
            Error("priority", string.Create(CultureInfo.InvariantCulture, $"The priority is {monitor.Priority}."), "Give 1 (high) to 5 (low).");
        }

        if (monitor.RenotifyMinutes is < 0 or > MaxRenotifyMinutes)
        {
            Error("options.renotify_interval", string.Create(CultureInfo.InvariantCulture, $"Alerts are to be told again after {monitor.RenotifyMinutes} minutes."), "Give 1 to 1440 minutes, or none.");
        }

        foreach (string tag in monitor.Tags.Where(tag => tag.Length > MaxTagLength || tag.Contains(',', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(tag)))
        {
            Error("tags", $"'{(tag.Length > 60 ? tag[..60] + "..." : tag)}' cannot be a tag.", "A tag is not empty, has no comma, and is at most 200 characters long.");
        }

        CheckThresholds(monitor, Error);
        CheckMessage(monitor.Message, Warning);
        CheckMissingData(monitor, Warning);
        return findings;

        void Error(string field, string message, string advice) => Add("Error", field, message, advice);
        void Warning(string field, string message, string advice) => Add("Warning", field, message, advice);
        void Add(string severity, string field, string message, string advice) =>
            findings.Add(new DefinitionFinding { Name = monitor.Name, Severity = severity, Field = field, Message = message, Advice = advice, Source = "Module" });
    }

    private static void CheckThresholds(DatadogMonitor monitor, Action<string, string, string> error)
    {
        const string Field = "options.thresholds.";
        foreach ((string name, double? value) in new[] { ("critical", monitor.Critical), ("critical_recovery", monitor.CriticalRecovery), ("warning", monitor.Warning), ("warning_recovery", monitor.WarningRecovery) })
        {
            if (value is { } number && !double.IsFinite(number))
            {
                error(Field + name, "It is not a finite number.", "Give a number, or none.");
            }
        }

        if (monitor.Type is DatadogMonitor.MetricType or "metric alert" && !MonitorQuery.HasWindow(monitor.Query))
        {
            error("query", "The query of a metric monitor begins with how its points are taken together, and over what time.", "Begin it with avg(last_5m): or pct_change(avg(last_5m),last_30m):.");
        }

        if (MonitorQuery.Limit(monitor.Query) is not { } limit)
        {
            if (monitor.Type is DatadogMonitor.MetricType or "metric alert" && !monitor.Query.TrimEnd().EndsWith("threshold", StringComparison.Ordinal))
            {
                error("query", "The query does not end in a comparison with a number.", "End it with, for instance, > 0.85.");
            }

            return;
        }

        if (monitor.Critical is { } critical && !critical.Equals(limit.Critical))
        {
            error(Field + "critical", $"The query ends in {limit.Comparison} {MonitorQuery.Number(limit.Critical)}, and the critical threshold is {MonitorQuery.Number(critical)}.", "Give both the same number.");
        }

        // Rising: worse is greater.
        bool? rising = limit.Comparison switch { ">" or ">=" => true, "<" or "<=" => false, _ => null };
        if (rising is not { } up)
        {
            return;
        }

        Order("warning", monitor.Warning, "critical", monitor.Critical ?? limit.Critical);
        Order("critical_recovery", monitor.CriticalRecovery, "critical", monitor.Critical ?? limit.Critical);
        Order("warning_recovery", monitor.WarningRecovery, "warning", monitor.Warning);
        if (monitor.WarningRecovery is not null && monitor.Warning is null)
        {
            error(Field + "warning_recovery", "It says where a warning ends, and there is no warning.", "Give a warning threshold too.");
        }

        void Order(string name, double? value, string other, double? bound)
        {
            if (value is { } a && bound is { } b && (up ? a >= b : a <= b))
            {
                error(
                    Field + name,
                    $"It is {MonitorQuery.Number(a)}, which is not {(up ? "below" : "above")} {other} ({MonitorQuery.Number(b)}).",
                    $"The query alerts {(up ? "above" : "below")} its limit: make it {(up ? "smaller" : "greater")} than {other}.");
            }
        }
    }

    // Datadog takes such a message and shows the braces.
    private static void CheckMessage(string message, Action<string, string, string> warning)
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
                warning("message", $"{{{{/{name}}}}} closes nothing that is open there.", $"Open it with {{{{#{name}}}}}.");
                return;
            }
        }

        if (open.Count > 0)
        {
            warning("message", $"{{{{#{open.Peek()}}}}} is not closed.", $"Close it with {{{{/{open.Peek()}}}}}.");
        }
    }

    private static void CheckMissingData(DatadogMonitor monitor, Action<string, string, string> warning)
    {
        if (monitor.NotifyNoData == true
            && monitor.NoDataMinutes is { } minutes
            && MonitorQuery.WindowMinutes(monitor.Query) is { } window
            && minutes < 2L * window)
        {
            warning(
                "options.no_data_timeframe",
                string.Create(CultureInfo.InvariantCulture, $"Missing data is told after {minutes} minutes, and the query looks back {window}."),
                string.Create(CultureInfo.InvariantCulture, $"Datadog advises twice the window: {2L * window} minutes or more."));
        }
    }

    [GeneratedRegex(@"\{\{\s*(?<mark>[#^/])\s*(?<name>[a-z_]+)[^{}]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex BlockPattern();
}
