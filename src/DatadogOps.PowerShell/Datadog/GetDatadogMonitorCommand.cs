using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Reads monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogMonitor", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogMonitor))]
public sealed class GetDatadogMonitorCommand : GetDefinitionCmdlet
{
    /// <summary>Only monitors of this name; wildcards.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <summary>Only monitors that have these tags, all of them.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string[] Tag { get; set; } = [];

    /// <summary>Only monitors in these states: OK, Warn, Alert, No Data.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MonitorStateCompleter))]
    public string[] State { get; set; } = [];

    private protected override object Get(string id) => Wait(new MonitorStore(Api).GetAsync(DefinitionInput.MonitorId(id), StopToken));

    private protected override void List()
    {
        var name = new WildcardPattern(Name, WildcardOptions.IgnoreCase);
        WildcardPattern[] states = [.. State.Select(state => new WildcardPattern(state, WildcardOptions.IgnoreCase))];
        string[] tags = [.. ObjectReader.ParseTags(Tag), .. Managed ? new[] { ManagedMarker.OwnerTag } : []];
        int read = 0;
        foreach (DatadogMonitor monitor in Enumerate(new MonitorStore(Api).ListAsync(LiteralPart(Name), tags, StopToken)))
        {
            read++;
            if (name.IsMatch(monitor.Name) && (states.Length == 0 || states.Any(state => state.IsMatch(monitor.State ?? ""))))
            {
                WriteObject(monitor);
            }
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {read} monitors read in {Api.Requests} requests."));
    }

    // The API knows no wildcards: the longest part between them goes to it, the rest is done here.
    private static string LiteralPart(string pattern) =>
        pattern.Contains('[', StringComparison.Ordinal) || pattern.Contains('`', StringComparison.Ordinal) ? "" : pattern.Split('*', '?').MaxBy(part => part.Length) ?? "";
}
