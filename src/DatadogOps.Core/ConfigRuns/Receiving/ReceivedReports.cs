using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>The reports of one request. Its sender waits for the response until <see cref="Complete"/>.</summary>
public sealed class ReceivedReports
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ReceivedReports(IReadOnlyList<OperationOutput<ConfigRunReport>> reports) => Reports = reports;

    /// <summary>The reports, and the error that ended the reading.</summary>
    public IReadOnlyList<OperationOutput<ConfigRunReport>> Reports { get; }

    internal Task Taken => _taken.Task;

    /// <summary>Marks the reports as processed: the sender may discard them.</summary>
    public void Complete() => _taken.TrySetResult();
}
