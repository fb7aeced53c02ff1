using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>
/// Reads sources one after the other, so that reports come in the order of their files. A class of its own, since a cmdlet class that held
/// the core's types itself would load the core when the module is imported.
/// </summary>
internal sealed class ConfigRunWork(DatadogOpsCmdlet cmdlet, ConfigRunReadOptions options, CancellationToken stop) : IAsyncDisposable
{
    private readonly FanOut<ReportSource, object> _fanOut = new(1, (source, reports, token) => ConfigRunReader.ReadAsync(source, options, reports, token), stop);

    /// <summary>Adds a source, and writes what others have given meanwhile.</summary>
    public void Add(ReportSource source)
    {
        _fanOut.Add(source);
        cmdlet.WriteAvailable(_fanOut.Outputs);
    }

    /// <summary>Reads the rest.</summary>
    public void Finish()
    {
        _fanOut.Complete();
        cmdlet.WriteAll(_fanOut.Outputs, Progress);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _fanOut.DisposeAsync();

    private ProgressRecord? Progress()
    {
        (int done, int all) = (_fanOut.Finished, _fanOut.Added);
        return all > 1
            ? new ProgressRecord(1, "Reading reports", string.Create(CultureInfo.InvariantCulture, $"{done} of {all}")) { PercentComplete = done * 100 / all }
            : null;
    }
}
