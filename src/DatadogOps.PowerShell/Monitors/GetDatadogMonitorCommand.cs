using System.Globalization;
using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Reads monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogMonitor", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogMonitor))]
public sealed class GetDatadogMonitorCommand : DefinitionCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Numbers of monitors.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

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

    /// <summary>Only monitors that this module published.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Managed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = new MonitorStore(Api);
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => WriteObject(Wait(store.GetAsync(DefinitionInput.MonitorId(id), StopToken))));
            }

            return;
        }

        Try(() => List(store));
    }

    private void List(MonitorStore store)
    {
        var name = new WildcardPattern(Name, WildcardOptions.IgnoreCase);
        WildcardPattern[] states = [.. State.Select(state => new WildcardPattern(state, WildcardOptions.IgnoreCase))];
        string[] tags = [.. ObjectReader.ParseTags(Tag), .. Managed ? new[] { ManagedMarker.OwnerTag } : []];
        int read = 0;
        foreach (DatadogMonitor monitor in Enumerate(store.ListAsync(LiteralPart(Name), tags, StopToken)))
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
