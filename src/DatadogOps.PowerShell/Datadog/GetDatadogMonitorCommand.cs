using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Gets monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogMonitor", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogMonitor))]
public sealed class GetDatadogMonitorCommand : DatadogApiCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only monitors with this name. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <summary>Only monitors with all of these tags.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public string[] Tag { get; set; } = [];

    /// <summary>Only monitors in one of these states: OK, Warn, Alert, No Data. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MonitorStateCompleter))]
    public string[] State { get; set; } = [];

    /// <summary>Only monitors that this module published.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Managed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Try(() => WriteObject(Wait(new MonitorStore(Api).GetAsync(DefinitionInput.MonitorId(id), StopToken))));
        }

        if (ParameterSetName == ListSet)
        {
            Try(List);
        }
    }

    private void List()
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

    // The API knows no wildcards: it filters by the longest literal part, and the pattern is applied here.
    private static string LiteralPart(string pattern) =>
        pattern.Contains('[', StringComparison.Ordinal) || pattern.Contains('`', StringComparison.Ordinal) ? "" : pattern.Split('*', '?').MaxBy(part => part.Length) ?? "";
}
