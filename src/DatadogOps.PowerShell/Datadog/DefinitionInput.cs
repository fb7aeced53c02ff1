using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Reads definitions from the pipeline: objects of this module, or JSON text.</summary>
internal static class DefinitionInput
{
    /// <summary>The monitors in an object.</summary>
    /// <exception cref="OperationException">It holds none.</exception>
    public static IReadOnlyList<DatadogMonitor> Monitors(PSObject input) => input.BaseObject switch
    {
        DatadogMonitor monitor => [monitor],
        string json => DefinitionReader.ReadMonitors(json),
        _ => throw Unknown(input, "monitor"),
    };

    /// <summary>The dashboards in an object.</summary>
    /// <exception cref="OperationException">It holds none.</exception>
    public static IReadOnlyList<DatadogDashboard> Dashboards(PSObject input) => input.BaseObject switch
    {
        DatadogDashboard dashboard => [dashboard],
        string json => DefinitionReader.ReadDashboards(json),
        _ => throw Unknown(input, "dashboard"),
    };

    /// <summary>The id in an object that is no definition: a publication, a row of a file, or the id itself. Null for a definition.</summary>
    public static string? IdOf(PSObject input) => input.BaseObject switch
    {
        DatadogMonitor or DatadogDashboard => null,
        string or int or long => ObjectReader.ToText(input.BaseObject),
        _ => ObjectReader.TryGet(input, "Id", out object? id) && !ObjectReader.IsNothing(id) ? ObjectReader.ToText(id!) : null,
    };

    /// <summary>Parses the id of a monitor.</summary>
    /// <exception cref="OperationException">It is invalid.</exception>
    public static long MonitorId(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) && id > 0
        ? id
        : throw InvalidId(text, "monitor", "Use the number in the URL of the monitor's page.");

    /// <summary>Checks the id of a dashboard.</summary>
    /// <exception cref="OperationException">It is invalid.</exception>
    public static string DashboardId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? text
        : throw InvalidId(text, "dashboard", "Use the part of the URL of the dashboard's page that looks like abc-def-ghi.");

    /// <summary>The error of a rule that a monitor violates; null for a mere warning.</summary>
    public static OperationException? Error(MonitorFinding finding) => finding.Status == Finding.Failed
        ? new OperationException(
            MonitorErrorIds.DefinitionInvalid, OperationErrorKind.InvalidInput, finding.Target, $"The monitor '{finding.Target}' is invalid: {finding.Describe()}", finding.Recommendation!)
        : null;

    /// <summary>The first error of a monitor; null if it has none.</summary>
    public static OperationException? Error(DatadogMonitor monitor) => MonitorRules.Check(monitor).Select(Error).OfType<OperationException>().FirstOrDefault();

    private static OperationException InvalidId(string text, string kind, string advice) =>
        new(MonitorErrorIds.DefinitionIdInvalid, OperationErrorKind.InvalidInput, text, $"'{text}' is not the id of a {kind}.", advice);

    private static OperationException Unknown(PSObject input, string kind) => new(
        MonitorErrorIds.DefinitionInputUnknown,
        OperationErrorKind.InvalidInput,
        input.BaseObject.GetType().Name,
        $"Expected a {kind}, got {ObjectReader.Describe(input)}.",
        $"Pipe the output of New-Datadog{kind} or Get-Datadog{kind}, or the JSON of a {kind} as one string (Get-Content -Raw).");
}
