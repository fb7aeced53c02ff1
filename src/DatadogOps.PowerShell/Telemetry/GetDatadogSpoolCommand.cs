using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Lists what could not be delivered and is kept on the disk, the oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogSpool")]
[OutputType(typeof(DatadogSpoolEntry))]
public sealed class GetDatadogSpoolCommand : DatadogSpoolCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            foreach (DatadogSpoolEntry entry in OpenSpool().List())
            {
                StopToken.ThrowIfCancellationRequested();
                WriteObject(entry);
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
