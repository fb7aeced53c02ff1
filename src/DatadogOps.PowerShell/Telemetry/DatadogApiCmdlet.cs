using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;

namespace DatadogOps.Commands.Telemetry;

/// <summary>
/// What all cmdlets that talk to Datadog share. A parameter goes before <c>-Context</c>, that before the runspace's own context
/// (Connect-Datadog), that before the environment.
/// </summary>
public abstract class DatadogApiCmdlet : DatadogSiteCmdlet
{
    /// <summary>Context of Connect-Datadog -PassThru or Get-DatadogContext; this runspace's own unless given.</summary>
    [Parameter]
    [ValidateNotNull]
    public DatadogContext? Context { get; set; }

    /// <summary>Seconds that one request may take, its repetitions included.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The context that all this amounts to. A key stays with the site that it was given for.</summary>
    /// <exception cref="OperationException">A parameter or variable cannot be understood.</exception>
    internal virtual DatadogContext ResolveContext() => RunspaceContext.Resolve(Context, GivenSite()).WithKeys(GivenApiKey(), null);
}
