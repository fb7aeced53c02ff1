using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Watching;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>The work of Watch-ConfigRunReport.</summary>
internal sealed class ConfigRunWatchWork(WatchConfigRunReportCommand cmdlet)
{
    private readonly List<string> _paths = [];

    /// <summary>Adds the folders and files that a path matches.</summary>
    public void Add(string path)
    {
        try
        {
            _paths.AddRange(cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _));
        }
        catch (ItemNotFoundException)
        {
            AddMissing(path);
        }
    }

    /// <summary>Writes reports until it is stopped.</summary>
    /// <exception cref="OperationException">The state file, or a pattern, cannot be used.</exception>
    public void Watch(CancellationToken stop)
    {
        if (_paths.Count == 0)
        {
            return;
        }

        ConfigRunReadOptions reading = ConfigRunReadWork.Options(cmdlet.RedactPattern);
        var watcher = new ReportWatcher(
            new ReportWatchOptions
            {
                Paths = _paths,
                Filters = cmdlet.Filter,
                Recurse = cmdlet.Recurse,
                IncludeExisting = cmdlet.IncludeExisting,
                StatePath = cmdlet.StatePath is null ? null : cmdlet.GetUnresolvedProviderPathFromPSPath(cmdlet.StatePath),
                Settle = TimeSpan.FromSeconds(cmdlet.SettleSec),
                Patience = TimeSpan.FromSeconds(cmdlet.PatienceSec),
                PollInterval = TimeSpan.FromSeconds(cmdlet.PollIntervalSec),
            },
            (path, token) => RunReading.ReadFile(path, reading, token));
        cmdlet.WriteVerbose($"Watching {string.Join(", ", _paths)}.");
        IAsyncEnumerator<OperationOutput<ConfigRunReport>> reports = watcher.WatchAsync(stop).GetAsyncEnumerator(stop);
        while (cmdlet.Wait(reports.MoveNextAsync().AsTask()))
        {
            cmdlet.WriteOutput(reports.Current);
        }
    }

    // A file that does not exist yet is awaited if its folder exists.
    private void AddMissing(string path)
    {
        string full = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
        if (!WildcardPattern.ContainsWildcardCharacters(path) && Path.HasExtension(full) && Directory.Exists(Path.GetDirectoryName(full)))
        {
            _paths.Add(full);
            return;
        }

        cmdlet.WriteError(DatadogOpsCmdlet.ToErrorRecord(new OperationException(
            ConfigRunErrorIds.FileNotFound, OperationErrorKind.NotFound, path, $"Cannot watch {path}: There is no such folder.", "Check the path, or create the folder first.")));
    }
}
