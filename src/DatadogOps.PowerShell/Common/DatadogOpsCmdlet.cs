using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Common;

namespace DatadogOps.Commands.Common;

/// <summary>
/// What all cmdlets share: a token that Ctrl+C cancels, and the way from the core library's reports to PowerShell's
/// streams. Everything is written on the pipeline's own thread, as PowerShell demands.
/// </summary>
public abstract class DatadogOpsCmdlet : PSCmdlet, IDisposable
{
    // Work of a second needs no bar, and nobody reads more than five updates a second.
    private const int QuietMilliseconds = 1000;
    private const int ProgressMilliseconds = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<IAsyncDisposable> _owned = [];

    /// <summary>Cancelled when the pipeline is stopped or no longer wants this cmdlet's output.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>Ends the cmdlet when the pipeline ends early, for which PowerShell calls nothing else.</summary>
    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
        }

        Dispose(true);
        foreach (IAsyncDisposable work in _owned)
        {
            // Runs on; a connection that is being closed must not hold up the one who pressed Ctrl+C.
            _ = work.DisposeAsync().AsTask();
        }

        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Keeps work that is to end with the cmdlet.</summary>
    internal T Own<T>(T work)
        where T : IAsyncDisposable
    {
        _owned.Add(work);
        return work;
    }

    /// <summary>Waits for asynchronous work on the pipeline's thread; ends at once when the pipeline is stopped.</summary>
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

    /// <summary>Gives work that must not be lost a last moment after the stop, and no more. Failures are lost: nobody is left to be told.</summary>
    internal static void FinishWithin(int milliseconds, Func<CancellationToken, Task> work)
    {
        using var soon = new CancellationTokenSource(milliseconds);
        try
        {
            work(soon.Token).Wait(milliseconds, CancellationToken.None);
        }
        catch (AggregateException)
        {
            // Told above.
        }
    }

    /// <summary>Writes the reports that are there, without waiting for more.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="writeItem">Writes a result where that is more than to put it out.</param>
    internal void WriteAvailable<T>(ChannelReader<OperationOutput<T>> reports, Action<T>? writeItem = null)
    {
        while (reports.TryRead(out OperationOutput<T>? report))
        {
            if (writeItem is not null && report.Kind == OperationOutputKind.Item)
            {
                writeItem(report.Item!);
            }
            else
            {
                WriteReport(report);
            }
        }
    }

    /// <summary>Writes reports until there are no more, and how far the work is where it takes long.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="progress">How far it is; null when that cannot be said.</param>
    /// <param name="writeItem">Writes a result where that is more than to put it out.</param>
    internal void WriteAll<T>(ChannelReader<OperationOutput<T>> reports, Func<ProgressRecord?> progress, Action<T>? writeItem = null)
    {
        long next = Environment.TickCount64 + QuietMilliseconds;
        ProgressRecord? told = null;
        while (true)
        {
            Task<bool> more = reports.WaitToReadAsync(StopToken).AsTask();
            while (!WaitUntil(more, next))
            {
                next = Environment.TickCount64 + ProgressMilliseconds;
                if (progress() is { } record)
                {
                    WriteProgress(told = record);
                }
            }

            if (!Wait(more))
            {
                break;
            }

            WriteAvailable(reports, writeItem);
        }

        if (told is not null)
        {
            told.RecordType = ProgressRecordType.Completed;
            WriteProgress(told);
        }
    }

    internal static ErrorRecord ToErrorRecord(OperationException error) =>
        new(error, error.ErrorId, ToCategory(error.Kind), error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };

    // False when the time came first.
    private bool WaitUntil(Task task, long tick) => IsDoneWithin(task, (int)Math.Max(0, tick - Environment.TickCount64));

    /// <summary>Waits for a while; false when the time came first. How it ended, <see cref="Wait(Task)"/> tells.</summary>
    internal bool IsDoneWithin(Task task, int milliseconds)
    {
        try
        {
            return task.Wait(milliseconds, StopToken);
        }
        catch (Exception)
        {
            // Stopped or failed, which Wait tells.
            return true;
        }
    }

    /// <summary>Writes a report to the stream that it belongs to.</summary>
    internal void WriteReport<T>(OperationOutput<T> report)
    {
        switch (report.Kind)
        {
            case OperationOutputKind.Item:
                WriteObject(report.Item);
                break;
            case OperationOutputKind.Error:
                WriteError(ToErrorRecord(report.Error!));
                break;
            case OperationOutputKind.Warning:
                WriteWarning(report.Message!);
                break;
            case OperationOutputKind.Verbose:
                WriteVerbose(report.Message!);
                break;
            case OperationOutputKind.Debug:
                WriteDebug(report.Message!);
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
