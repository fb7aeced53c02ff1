using System.Collections.Concurrent;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What the cmdlets share that read or write what Datadog holds: one client, and failures by object.</summary>
public abstract class DatadogClientCmdlet : DatadogConnectionCmdlet
{
    // The client tells what is on the wire from any thread; debug text is written on the pipeline's own.
    private readonly ConcurrentQueue<string> _trace = new();
    private DatadogApiClient? _api;

    /// <summary>The client of this command.</summary>
    internal DatadogApiClient Api
    {
        get
        {
            try
            {
                return _api ??= ResolveContext().OpenApi(new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec), Trace = SendsSecret ? null : _trace.Enqueue });
            }
            catch (OperationException error)
            {
                // No object will fare better.
                ThrowTerminatingError(ToErrorRecord(error));
                throw;
            }
        }
    }

    /// <summary>Whether a secret other than the keys is sent, so that what is on the wire must not be shown.</summary>
    private protected virtual bool SendsSecret => false;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _api?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Does what may fail over one object; the others go on, unless the keys are refused.</summary>
    /// <returns>Whether it went well.</returns>
    internal bool Try(Action work)
    {
        try
        {
            work();
            WriteTrace();
            return true;
        }
        catch (OperationException error)
        {
            WriteTrace();
            if (error.Kind == OperationErrorKind.AuthenticationFailed)
            {
                ThrowTerminatingError(ToErrorRecord(error));
            }

            WriteError(ToErrorRecord(error));
            return false;
        }
    }

    /// <summary>What comes asynchronously, on the pipeline's thread and as it comes.</summary>
    internal IEnumerable<T> Enumerate<T>(IAsyncEnumerable<T> items)
    {
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(StopToken);
        try
        {
            while (Wait(enumerator.MoveNextAsync().AsTask()))
            {
                WriteTrace();
                yield return enumerator.Current;
            }
        }
        finally
        {
            if (!StopToken.IsCancellationRequested)
            {
                Wait(enumerator.DisposeAsync().AsTask());
            }
        }
    }

    /// <summary>Shows what would be done, and asks where that is wanted.</summary>
    internal bool Confirm(string action, string name) => ShouldProcess(action, action + "?", name);

    private void WriteTrace()
    {
        while (_trace.TryDequeue(out string? text))
        {
            WriteDebug(text);
        }
    }
}
