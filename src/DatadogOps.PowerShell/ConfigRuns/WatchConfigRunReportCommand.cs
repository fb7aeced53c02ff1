using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Watching;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Gives the reports of a folder as they are completed, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ConfigRunReport")]
[OutputType(typeof(ConfigRunReport))]
public sealed class WatchConfigRunReportCommand : ConfigRunReadingCmdlet
{
    private readonly List<string> _paths = [];

    /// <summary>Folders of reports, with wildcards, or single files that are written again and again.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names of the files that matter in folders, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Filter { get; set; } = ["*.json", "*.jsonl", "*.yaml", "*.yml"];

    /// <summary>Looks into folders below too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Also gives what is there at the first start.</summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>File that remembers what was given, so that the next start goes on from there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Seconds that a file must not have changed for before it is read.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int SettleSec { get; set; } = 1;

    /// <summary>Seconds for which a file that cannot be read counts as one that is still written.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int PatienceSec { get; set; } = 30;

    /// <summary>Seconds between two looks where the system tells of no changes, as on network file systems.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 2;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            try
            {
                _paths.AddRange(SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _));
            }
            catch (ItemNotFoundException)
            {
                AddMissing(path);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_paths.Count == 0)
        {
            return;
        }

        try
        {
            Watch();
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    // A file that a tool has not written yet, in a folder that is there, is waited for.
    private void AddMissing(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        if (!WildcardPattern.ContainsWildcardCharacters(path) && System.IO.Path.HasExtension(full) && Directory.Exists(System.IO.Path.GetDirectoryName(full)))
        {
            _paths.Add(full);
            return;
        }

        WriteError(ToErrorRecord(new OperationException(
            ConfigRunErrorIds.FileNotFound,
            OperationErrorKind.NotFound,
            path,
            $"{path} cannot be watched: there is no such folder.",
            "Check the path, or make the folder first.")));
    }

    private void Watch()
    {
        ConfigRunReadOptions reading = Reading();
        var watcher = new ReportWatcher(
            new ReportWatchOptions
            {
                Paths = _paths,
                Filters = Filter,
                Recurse = Recurse,
                IncludeExisting = IncludeExisting,
                StatePath = StatePath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(StatePath),
                Settle = TimeSpan.FromSeconds(SettleSec),
                Patience = TimeSpan.FromSeconds(PatienceSec),
                PollInterval = TimeSpan.FromSeconds(PollIntervalSec),
            },
            (path, stop) => RunReading.ReadFile(path, reading, stop));
        WriteVerbose($"Watching {string.Join(", ", _paths)}.");
        IAsyncEnumerator<OperationOutput<ConfigRunReport>> reports = watcher.WatchAsync(StopToken).GetAsyncEnumerator(StopToken);
        while (Wait(reports.MoveNextAsync().AsTask()))
        {
            Tell(reports.Current);
        }
    }
}
