using System.Threading.Channels;

namespace DatadogOps.Common;

/// <summary>
/// Work over many targets at once, with a bound on the targets in progress and on the outputs that wait to be read.
/// Targets may be added while earlier ones run, so that a pipeline's first object need not wait for its last.
/// </summary>
/// <typeparam name="TTarget">What is worked on.</typeparam>
/// <typeparam name="T">Type of a result.</typeparam>
public sealed class FanOut<TTarget, T> : IAsyncDisposable
{
    // Outputs wait for a reader that writes them to the pipeline; beyond this many, the work waits.
    private const int OutputBound = 1024;

    private readonly Channel<TTarget> _targets = Channel.CreateUnbounded<TTarget>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly Channel<OperationOutput<T>> _outputs = Channel.CreateBounded<OperationOutput<T>>(new BoundedChannelOptions(OutputBound) { SingleReader = true });
    private readonly Func<TTarget, ChannelWriter<OperationOutput<T>>, CancellationToken, Task> _work;
    private readonly CancellationTokenSource _stop;
    private readonly int _throttle;
    private readonly List<Task> _workers = [];
    private int _running;
    private int _finished;
    private int _unfinished = 1; // the producer itself, until Complete

    /// <summary>Prepares the work; nothing runs before the first <see cref="Add"/>.</summary>
    /// <param name="throttle">How many targets are worked on at once, at least 1.</param>
    /// <param name="work">Work over one target. An <see cref="OperationException"/> becomes an output; any other exception but a cancellation ends the work and is passed to the reader.</param>
    /// <param name="cancellationToken">Ends all of it.</param>
    public FanOut(int throttle, Func<TTarget, ChannelWriter<OperationOutput<T>>, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(throttle, 1);
        _throttle = throttle;
        _work = work;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The output of the work. Completes after <see cref="Complete"/>, when the last target is done.</summary>
    public ChannelReader<OperationOutput<T>> Outputs => _outputs.Reader;

    /// <summary>How many targets were added.</summary>
    public int Added { get; private set; }

    /// <summary>How many of them are done.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>Adds a target, which starts as soon as one of the places is free. Called by one thread.</summary>
    public void Add(TTarget target)
    {
        Added++;
        Interlocked.Increment(ref _unfinished);
        _targets.Writer.TryWrite(target);
        if (_running < _throttle)
        {
            _running++;
            _workers.Add(Task.Run(WorkAsync));
        }
    }

    /// <summary>Says that no target follows.</summary>
    public void Complete()
    {
        if (_targets.Writer.TryComplete())
        {
            FinishOne(null);
        }
    }

    /// <summary>Ends the work and waits until nothing of it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _targets.Writer.TryComplete();
        await Task.WhenAll(_workers).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (TTarget target in _targets.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    await _work(target, _outputs.Writer, _stop.Token).ConfigureAwait(false);
                }
                catch (OperationException failure)
                {
                    await _outputs.Writer.WriteAsync(OperationOutput<T>.OfError(failure), _stop.Token).ConfigureAwait(false);
                }

                Interlocked.Increment(ref _finished);
                FinishOne(null);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _outputs.Writer.TryComplete();
        }
        catch (Exception defect)
        {
            // A defect in the work itself: the reader must see it, not wait for ever.
            FinishOne(defect);
        }
    }

    private void FinishOne(Exception? defect)
    {
        if (defect is not null)
        {
            _outputs.Writer.TryComplete(defect);
        }
        else if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _outputs.Writer.TryComplete();
        }
    }
}
