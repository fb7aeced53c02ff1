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
    /// <summary>Adds a target, which is worked on at once where a place is free, and writes what others have told meanwhile.</summary>
    public abstract void Add(TTarget target);

    /// <summary>Waits for all targets and writes what they tell.</summary>
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

    /// <summary>How far it is, of how many targets are done and how many there are; nothing is told without it.</summary>
    public Func<int, int, ProgressRecord?> Progress { get; init; } = (_, _) => null;

    /// <summary>Writes a result where that is more than to put it out.</summary>
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
