using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Common;

namespace DatadogOps.Commands.Common;

/// <summary>
/// The work of one cmdlet over its targets. A class of its own, since a cmdlet class that held the core's types itself would load the
/// core when the module is imported.
/// </summary>
/// <typeparam name="TTarget">What is worked on.</typeparam>
internal abstract class TargetWork<TTarget> : IAsyncDisposable
{
    /// <summary>Adds a target, which starts at once if a place is free, and writes the outputs available.</summary>
    public abstract void Add(TTarget target);

    /// <summary>Waits for all targets and writes their outputs.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <inheritdoc/>
/// <typeparam name="TTarget">What is worked on.</typeparam>
/// <typeparam name="T">Type of a result.</typeparam>
internal sealed class TargetWork<TTarget, T>(
    DatadogOpsCmdlet cmdlet, int throttle, Func<TTarget, ChannelWriter<OperationOutput<T>>, CancellationToken, Task> work, CancellationToken stop) : TargetWork<TTarget>
{
    private readonly FanOut<TTarget, T> _fanOut = new(throttle, work, stop);

    /// <summary>The progress for the numbers of finished and added targets; none if not set.</summary>
    public Func<int, int, ProgressRecord?> Progress { get; init; } = (_, _) => null;

    /// <summary>Writes an item, if not by WriteObject.</summary>
    public Action<T>? WriteItem { get; init; }

    /// <inheritdoc/>
    public override void Add(TTarget target)
    {
        _fanOut.Add(target);
        cmdlet.WriteAvailable(_fanOut.Outputs, WriteItem);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        _fanOut.Complete();
        cmdlet.WriteAll(_fanOut.Outputs, () => Progress(_fanOut.Finished, _fanOut.Added), WriteItem);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _fanOut.DisposeAsync();
}
