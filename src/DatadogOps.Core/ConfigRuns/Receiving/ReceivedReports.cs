using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>What one request brought. Its sender waits for the answer until <see cref="Complete"/>.</summary>
public sealed class ReceivedReports
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ReceivedReports(IReadOnlyList<OperationOutput<ConfigRunReport>> reports) => Reports = reports;

    /// <summary>The reports, and the error over what could not be read.</summary>
    public IReadOnlyList<OperationOutput<ConfigRunReport>> Reports { get; }

    internal Task Taken => _taken.Task;

    /// <summary>Says that the reports are dealt with: the sender may forget them.</summary>
    public void Complete() => _taken.TrySetResult();
}
