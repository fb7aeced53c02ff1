using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Shows where Datadog is for this runspace: as Connect-Datadog said, or as the environment says.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogContext")]
[OutputType(typeof(DatadogContext))]
public sealed class GetDatadogContextCommand : DatadogOpsCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            WriteObject(RunspaceContext.Current ?? DatadogContext.FromEnvironment(Environment.GetEnvironmentVariable));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
