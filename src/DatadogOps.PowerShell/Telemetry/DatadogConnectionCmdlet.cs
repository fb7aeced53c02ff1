using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What the cmdlets share that need both keys: to read back, and for monitors, dashboards and integrations.</summary>
public abstract class DatadogConnectionCmdlet : DatadogApiCmdlet
{
    /// <summary>Application key, as a SecureString or as text. Unless given, from the context, else DD_APP_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApplicationKey { get; set; }

    /// <inheritdoc/>
    internal override DatadogContext ResolveContext() => base.ResolveContext().WithKeys(
        null, ApplicationKey is null ? null : new DatadogKey(DatadogKeyKind.Application, ApplicationKey));
}
