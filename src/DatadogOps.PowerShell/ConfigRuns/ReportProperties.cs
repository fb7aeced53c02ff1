using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>
/// Reads reports back from objects that have their properties: rows of a CSV file, objects of Import-Clixml, ConvertFrom-Json, jobs and
/// remote sessions. Of failed and changed resources these have the names only.
/// </summary>
internal static class ReportProperties
{
    /// <summary>The report that an object is or describes.</summary>
    /// <exception cref="OperationException">It is neither.</exception>
    public static ConfigRunReport ToReport(PSObject item)
    {
        if (item.BaseObject is ConfigRunReport report)
        {
            return report;
        }

        // A resource of Get-ConfigRunReport -Resource has a tool and a status too.
        if (!ObjectReader.TryGet(item, "NoOp", out object? noOp))
        {
            throw NotAReport(item, "NoOp");
        }

        var redactor = new ReportRedactor(SecretRedactor.Default);
        return redactor.Redact(ToRun(item) with
        {
            ToolVersion = Text(item, "ToolVersion"),
            RunId = Text(item, "RunId"),
            Name = Text(item, "Name"),
            Phase = Text(item, "Phase"),
            NoOp = noOp is true || (noOp is string text && text.Equals("true", StringComparison.OrdinalIgnoreCase)),
            Total = Count(item, "Total"),
            Failed = Count(item, "Failed"),
            Skipped = Count(item, "Skipped"),
            Pending = Count(item, "Pending"),
            FailedResource = Text(item, "FailedResource"),
            ErrorMessage = Text(item, "ErrorMessage"),
            ErrorSource = Text(item, "ErrorSource"),
            StackTrace = Text(item, "StackTrace"),
            SourcePath = Text(item, "SourcePath"),
        }).WithResources(Resources(item, "FailedResources"), Resources(item, "ChangedResources"), redactor);
    }

    /// <summary>What Measure-ConfigRun needs of a report.</summary>
    /// <exception cref="OperationException">It is not a report.</exception>
    public static ConfigRunReport ToRun(PSObject item)
    {
        if (item.BaseObject is ConfigRunReport report)
        {
            return report;
        }

        if (Text(item, "Tool") is not { } tool)
        {
            throw NotAReport(item, "Tool");
        }

        if (Text(item, "Status") is not { } status || !ConfigRunStatus.IsKnown(status))
        {
            throw NotAReport(item, "Status");
        }

        return new ConfigRunReport
        {
            Tool = tool,
            Status = status,
            HostName = Text(item, "HostName"),
            Role = Text(item, "Role"),
            Environment = Text(item, "Environment"),
            StartTime = Time(item, "StartTime"),
            EndTime = Time(item, "EndTime"),
            ElapsedSeconds = Value(item, "ElapsedSeconds") is { } seconds ? ObjectReader.ToNumber(item, "ElapsedSeconds", seconds) : null,
            Updated = Count(item, "Updated"),
        };
    }

    private static OperationException NotAReport(PSObject item, string property) => new(
        ConfigRunErrorIds.InputUnknown,
        OperationErrorKind.InvalidInput,
        item.BaseObject.GetType().Name,
        $"{ObjectReader.Describe(item)} is not a report of a run: it has no property {property} of one.",
        "Use objects of Get-ConfigRunReport with all of their properties.");

    // A list; in a CSV file its text: "a, b, and 3 more".
    private static (IReadOnlyList<string> Names, int Total) Resources(PSObject item, string property)
    {
        object? value = Value(item, property);
        List<string> names = value switch
        {
            null => [],
            string text => [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries)],
            IEnumerable list => [.. list.Cast<object?>().Select(one => one is null ? "" : ObjectReader.ToText(one))],
            _ => [ObjectReader.ToText(value)],
        };
        int more = 0;
        if (names is [.., var last] && last.StartsWith("and ", StringComparison.Ordinal) && last.EndsWith(" more", StringComparison.Ordinal)
            && int.TryParse(last.AsSpan(4, last.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out more))
        {
            names.RemoveAt(names.Count - 1);
        }

        return (names, names.Count + more);
    }

    private static object? Value(PSObject item, string property) =>
        ObjectReader.TryGet(item, property, out object? value) && !ObjectReader.IsNothing(value) ? value : null;

    private static string? Text(PSObject item, string property) => Value(item, property) is { } value ? ObjectReader.ToText(value) : null;

    private static DateTimeOffset? Time(PSObject item, string property) => Value(item, property) is { } value ? ObjectReader.ToTime(item, property, value) : null;

    private static int? Count(PSObject item, string property) => Value(item, property) is { } value ? (int)ObjectReader.ToNumber(item, property, value) : null;
}
