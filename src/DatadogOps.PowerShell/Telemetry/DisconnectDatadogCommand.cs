using System.Management.Automation;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Forgets what Connect-Datadog said; from then on the environment counts again.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Datadog")]
[OutputType(typeof(void))]
public sealed class DisconnectDatadogCommand : DatadogOpsCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RunspaceContext.Current is { } context)
        {
            WriteVerbose($"{context.Site} is forgotten, with its keys.");
            RunspaceContext.Current = null;
        }
    }
}
