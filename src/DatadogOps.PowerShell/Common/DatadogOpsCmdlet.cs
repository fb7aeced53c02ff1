using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Common;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Base of all cmdlets: a token that Ctrl+C cancels, and the mapping of the core library's output to PowerShell's streams.
/// Everything is written on the pipeline's own thread, as PowerShell requires.
/// </summary>
public abstract class DatadogOpsCmdlet : PSCmdlet, IDisposable
{
    // No progress for the first second, then at most five updates a second.
    private const int QuietMilliseconds = 1000;
    private const int ProgressMilliseconds = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>Canceled when the pipeline is stopped or no longer needs this cmdlet's output.</summary>
    internal CancellationToken StopToken => _stop.Token;

    /// <summary>Stops the cmdlet's work. When a pipeline ends early, PowerShell calls nothing else.</summary>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
        }

        Dispose(true);
        foreach (IAsyncDisposable work in _owned)
        {
            // Not awaited: closing a connection must not delay the response to Ctrl+C.
            _ = work.DisposeAsync().AsTask();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Whether a parameter was specified.</summary>
    internal bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Registers work that is disposed with the cmdlet.</summary>
    internal T Own<T>(T work)
        where T : IAsyncDisposable
    {
        _owned.Add(work);
        return work;
    }

    /// <summary>Waits for asynchronous work on the pipeline's thread; returns at once when the pipeline is stopped.</summary>
    internal T Wait<T>(Task<T> task)
    {
        try
        {
            return task.WaitAsync(StopToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc cref="Wait{T}(Task{T})"/>
    internal void Wait(Task task)
    {
        try
        {
            task.WaitAsync(StopToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Gives work a bounded time to finish after the pipeline has stopped. Failures are ignored, since no stream is left to report them to.</summary>
    internal static void FinishWithin(int milliseconds, Func<CancellationToken, Task> work)
    {
        using var soon = new CancellationTokenSource(milliseconds);
        try
        {
            work(soon.Token).Wait(milliseconds, CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Ignored, see above.
        }
    }

    /// <summary>Writes the outputs that are available, without waiting for more.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="writeItem">Writes an item, if not by WriteObject.</param>
    internal void WriteAvailable<T>(ChannelReader<OperationOutput<T>> outputs, Action<T>? writeItem = null)
    {
        while (outputs.TryRead(out OperationOutput<T>? output))
        {
            if (writeItem is not null && output.Kind == OperationOutputKind.Item)
            {
                writeItem(output.Item!);
            }
            else
            {
                WriteOutput(output);
            }
        }
    }

    /// <summary>Writes outputs until the channel completes, with progress if it takes long.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="progress">The current progress; null if unknown.</param>
    /// <param name="writeItem">Writes an item, if not by WriteObject.</param>
    internal void WriteAll<T>(ChannelReader<OperationOutput<T>> outputs, Func<ProgressRecord?> progress, Action<T>? writeItem = null)
    {
        long next = Environment.TickCount64 + QuietMilliseconds;
        ProgressRecord? shown = null;
        while (true)
        {
            Task<bool> more = outputs.WaitToReadAsync(StopToken).AsTask();
            while (!WaitUntil(more, next))
            {
                next = Environment.TickCount64 + ProgressMilliseconds;
                if (progress() is { } record)
                {
                    WriteProgress(shown = record);
                }
            }

            if (!Wait(more))
            {
                break;
            }

            WriteAvailable(outputs, writeItem);
        }

        if (shown is not null)
        {
            shown.RecordType = ProgressRecordType.Completed;
            WriteProgress(shown);
        }
    }

    internal static ErrorRecord ToErrorRecord(OperationException error) =>
        new(error, error.ErrorId, ToCategory(error.Kind), error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };

    // False if the time came first.
    private bool WaitUntil(Task task, long tick) => IsDoneWithin(task, (int)Math.Max(0, tick - Environment.TickCount64));

    /// <summary>Waits for a limited time; false if it elapsed. <see cref="Wait(Task)"/> then throws what the task threw.</summary>
    internal bool IsDoneWithin(Task task, int milliseconds)
    {
        try
        {
            return task.Wait(milliseconds, StopToken);
        }
        catch (Exception)
        {
            // Stopped or failed; Wait throws it.
            return true;
        }
    }

    /// <summary>Writes an output to its stream.</summary>
    internal void WriteOutput<T>(OperationOutput<T> output)
    {
        switch (output.Kind)
        {
            case OperationOutputKind.Item:
                WriteObject(output.Item);
                break;
            case OperationOutputKind.Error:
                WriteError(ToErrorRecord(output.Error!));
                break;
            case OperationOutputKind.Warning:
                WriteWarning(output.Message!);
                break;
            case OperationOutputKind.Verbose:
                WriteVerbose(output.Message!);
                break;
            case OperationOutputKind.Debug:
                WriteDebug(output.Message!);
                break;
        }
    }

    private static ErrorCategory ToCategory(OperationErrorKind kind) => kind switch
    {
        OperationErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        OperationErrorKind.Timeout => ErrorCategory.OperationTimeout,
        OperationErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        OperationErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        OperationErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        OperationErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        OperationErrorKind.ProtocolError => ErrorCategory.ProtocolError,
        OperationErrorKind.ReadWriteFailed => ErrorCategory.ReadError,
        _ => ErrorCategory.NotSpecified,
    };
}
