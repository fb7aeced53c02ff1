using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Definitions as they come along the pipeline: objects of this module, or JSON as text.</summary>
internal static class DefinitionInput
{
    /// <summary>Monitors of an object.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static IReadOnlyList<DatadogMonitor> Monitors(PSObject input) => input.BaseObject switch
    {
        DatadogMonitor monitor => [monitor],
        string json => DefinitionReader.ReadMonitors(json),
        _ => throw Unknown(input, "monitor", "New-DatadogMonitor or Get-DatadogMonitor"),
    };

    /// <summary>Dashboards of an object.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static IReadOnlyList<DatadogDashboard> Dashboards(PSObject input) => input.BaseObject switch
    {
        DatadogDashboard dashboard => [dashboard],
        string json => DefinitionReader.ReadDashboards(json),
        _ => throw Unknown(input, "dashboard", "New-DatadogDashboard or Get-DatadogDashboard"),
    };

    /// <summary>The id that an object without a definition has: a publication, a row of a file, or the id itself.</summary>
    public static string? IdOf(PSObject input) => input.BaseObject switch
    {
        DatadogMonitor or DatadogDashboard => null,
        string or int or long => ObjectReader.ToText(input.BaseObject),
        _ => ObjectReader.TryGet(input, "Id", out object? id) && !ObjectReader.IsNothing(id) ? ObjectReader.ToText(id!) : null,
    };

    /// <summary>A monitor's id.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static long MonitorId(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0
        ? id
        : throw new OperationException(
            MonitorErrorIds.DefinitionIdInvalid,
            OperationErrorKind.InvalidInput,
            text,
            $"'{text}' is no id of a monitor.",
            "It is the number in the address of the monitor's page.");

    /// <summary>A dashboard's id.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static string DashboardId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? text
        : throw new OperationException(
            MonitorErrorIds.DefinitionIdInvalid,
            OperationErrorKind.InvalidInput,
            text,
            $"'{text}' is no id of a dashboard.",
            "It is the part of the address of the dashboard's page that looks like abc-def-ghi.");

    /// <summary>A finding that makes a monitor useless, as a failure; null for any other.</summary>
    public static OperationException? Refusal(DefinitionFinding finding) => finding.Severity == "Error"
        ? new OperationException(MonitorErrorIds.DefinitionInvalid, OperationErrorKind.InvalidInput, finding.Name, $"The monitor '{finding.Name}' is wrong in {finding.Field}: {finding.Message}", finding.Advice)
        : null;

    /// <summary>The first thing that makes a monitor useless, as a failure; null where there is none.</summary>
    public static OperationException? Refusal(DatadogMonitor monitor) => MonitorRules.Check(monitor).Select(Refusal).OfType<OperationException>().FirstOrDefault();

    private static OperationException Unknown(PSObject input, string kind, string makers) => new(
        MonitorErrorIds.DefinitionInputUnknown,
        OperationErrorKind.InvalidInput,
        input.BaseObject.GetType().Name,
        $"There is no {kind} in {ObjectReader.Describe(input)}.",
        $"Take it from {makers}, or give its JSON as one text (Get-Content -Raw).");
}
