using System.Globalization;
using System.Text.Json;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Monitors;

/// <summary>
/// Thresholds against each other and against the query. The words are those of Datadog's answers as users quote them in
/// DataDog/datadog-operator issue 2106, DataDog/terraform-provider-datadog issues 372 and 1401, and
/// DataDog/datadog-api-client-typescript issue 754.
/// </summary>
internal static class MonitorThresholds
{
    private static readonly string[] ForMetrics = ["critical", "critical_recovery", "warning", "warning_recovery"];
    private static readonly string[] ForChecks = ["ok", "warning", "critical", "unknown"];
    private static readonly string[] ForSearches = ["critical", "warning"];

    /// <summary>Checks them.</summary>
    /// <exception cref="MonitorException">They do not fit.</exception>
    public static void Check(Place? given, MonitorQuery query, string type)
    {
        if (given is not { } thresholds)
        {
            return;
        }

        thresholds.RequireObject();
        string[] allowed = type switch
        {
            "metric alert" or "query alert" => ForMetrics,
            "service check" => ForChecks,
            "event-v2 alert" => ForSearches,
            _ => ForMetrics,
        };
        Dictionary<string, double> values = ReadAll(thresholds, allowed);
        if (type == "service check")
        {
            foreach ((string name, double value) in values)
            {
                if (value < 1 || value != Math.Floor(value))
                {
                    throw new MonitorException($"The threshold '{name}' of a service check is a number of checks in a row, not {Text(value)}");
                }
            }

            return;
        }

        if (values.Count > 0 && !values.ContainsKey("critical"))
        {
            throw new MonitorException("Alert status is required.");
        }

        CheckSides(values, query);
    }

    private static Dictionary<string, double> ReadAll(Place thresholds, string[] allowed)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (JsonProperty property in thresholds.Value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (!allowed.Contains(property.Name))
            {
                unknown.Add(property.Name);
            }
            else if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDouble(out double value) || !double.IsFinite(value))
            {
                throw new MonitorException("Non-numeric threshold value.");
            }
            else
            {
                values[property.Name] = value;
            }
        }

        return unknown.Count == 0 ? values : throw new MonitorException($"Invalid threshold statuses found: {string.Join(", ", unknown)}.");
    }

    private static void CheckSides(Dictionary<string, double> values, MonitorQuery query)
    {
        if (!values.TryGetValue("critical", out double critical))
        {
            return;
        }

        if (critical != query.Threshold)
        {
            throw new MonitorException($"Alert threshold ({Text(critical)}) does not match that used in the query ({Text(query.Threshold!.Value)}).");
        }

        bool isAbove = query.Operator.StartsWith('>');
        string side = isAbove ? "less" : "greater";
        if (values.TryGetValue("warning", out double warning) && !IsMilder(warning, critical, isAbove))
        {
            throw new MonitorException($"Warning threshold ({Text(warning)}) must be {side} than the alert threshold ({Text(critical)}) with {query.Operator} comparison.");
        }

        if (values.TryGetValue("critical_recovery", out double recovery) && !IsRecovery(recovery, critical, query.Operator))
        {
            throw new MonitorException("alert and alert recovery criteria are such that the monitor can be simultaneously in alert and alert recovery states");
        }

        if (values.TryGetValue("warning_recovery", out double warningRecovery))
        {
            if (!values.ContainsKey("warning"))
            {
                throw new MonitorException("Warning status is required for a warning recovery threshold.");
            }

            if (!IsRecovery(warningRecovery, warning, query.Operator))
            {
                throw new MonitorException("warning and warning recovery criteria are such that the monitor can be simultaneously in warning and warning recovery states");
            }
        }
    }

    private static bool IsMilder(double one, double other, bool isAbove) => isAbove ? one < other : one > other;

    // With ">" the monitor recovers at or below the recovery threshold, so the same number still excludes both at once.
    private static bool IsRecovery(double recovery, double threshold, string sign) => sign switch
    {
        ">" => recovery <= threshold,
        ">=" => recovery < threshold,
        "<" => recovery >= threshold,
        _ => recovery > threshold,
    };

    private static string Text(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);
}
