using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Lists what could not be delivered and is kept on the disk, the oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogSpool")]
[OutputType(typeof(DatadogSpoolEntry))]
public sealed class GetDatadogSpoolCommand : DatadogOpsCmdlet
{
    /// <summary>Folder of the spool. Defaults to the context's, then DATADOGOPS_SPOOL, then a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            foreach (DatadogSpoolEntry entry in SpoolFolder.Open(this, SpoolPath, RunspaceContext.Current).List())
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
