using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Returns the reports of a folder as they are completed, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ConfigRunReport")]
[OutputType(typeof(ConfigRunReport))]
public sealed class WatchConfigRunReportCommand : DatadogOpsCmdlet
{
    private ConfigRunWatchWork? _work;

    /// <summary>Folders of reports, with wildcards, or single files that are rewritten by each run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names of the files to read in folders, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Filter { get; set; } = ["*.json", "*.jsonl", "*.yaml", "*.yml"];

    /// <summary>Includes subfolders.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Also returns what exists at the first start.</summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <summary>File that records what was returned, so that the next start continues from there.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Seconds that a file must be unchanged before it is read.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int SettleSec { get; set; } = 1;

    /// <summary>Seconds for which an unreadable file counts as still being written.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int PatienceSec { get; set; } = 30;

    /// <summary>Seconds between two scans if the system sends no change notifications, as on network file systems.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int PollIntervalSec { get; set; } = 2;

    /// <summary>Regular expressions of additional secrets to redact.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RedactPattern { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => _work = new ConfigRunWatchWork(this);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Array.ForEach(Path, _work!.Add);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            _work!.Watch(StopToken);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
