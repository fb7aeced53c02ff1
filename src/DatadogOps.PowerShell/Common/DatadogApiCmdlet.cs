using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Base of the cmdlets that call Datadog's API: the context, the keys, and one client a command. A parameter takes precedence over
/// <c>-Context</c>, that over the runspace's context (Connect-Datadog), and that over the environment.
/// </summary>
public abstract class DatadogApiCmdlet : DatadogOpsCmdlet
{
    // The client traces requests on any thread; debug messages are written on the pipeline's own.
    private readonly ConcurrentQueue<string> _trace = new();
    private DatadogApiClient? _api;

    /// <summary>Datadog site, such as us3.datadoghq.com. Defaults to the context's site, then DD_SITE, then datadoghq.com.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Site { get; set; }

    /// <summary>Base address of another server that implements the API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>API key, as a SecureString or as text. Defaults to the context's key, then DD_API_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>Application key, as a SecureString or as text. Defaults to the context's key, then DD_APP_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApplicationKey { get; set; }

    /// <summary>Context of Connect-Datadog -PassThru or Get-DatadogContext. Defaults to the runspace's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public DatadogContext? Context { get; set; }

    /// <summary>Seconds that one request may take, including retries.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The client of this command, opened on first use.</summary>
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
                // It would fail for every object.
                ThrowTerminatingError(ToErrorRecord(error));
                throw;
            }
        }
    }

    /// <summary>Whether requests carry a secret other than the keys, so that they must not be traced.</summary>
    private protected virtual bool SendsSecret => false;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _api?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The context that the parameters, the runspace and the environment result in. A key is only used with the site it was given for.</summary>
    /// <exception cref="OperationException">A parameter or variable is invalid.</exception>
    internal DatadogContext ResolveContext() => RunspaceContext.Resolve(Context, Site, ApiUri, ApiKey, ApplicationKey);

    /// <summary>Runs work that may fail for one object; the command continues with the next one unless the keys are refused.</summary>
    /// <returns>Whether it succeeded.</returns>
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

    /// <summary>Enumerates an asynchronous sequence on the pipeline's thread, item by item.</summary>
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

    /// <summary>Calls ShouldProcess with the same text for -WhatIf and -Confirm.</summary>
    internal bool Confirm(string action, string name) => ShouldProcess(action, action + "?", name);

    private void WriteTrace()
    {
        while (_trace.TryDequeue(out string? text))
        {
            WriteDebug(text);
        }
    }
}
