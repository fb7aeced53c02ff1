using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Removes what could not be delivered from the disk, for good.</summary>
[Cmdlet(VerbsCommon.Clear, "DatadogSpool", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = AllSet)]
[OutputType(typeof(void))]
public sealed class ClearDatadogSpoolCommand : DatadogOpsCmdlet
{
    private const string AllSet = "All";
    private const string EntrySet = "Entry";

    /// <summary>Entries of Get-DatadogSpool; all of the spool unless given.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = EntrySet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Folder of the spool. Defaults to the context's, then DATADOGOPS_SPOOL, then a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Removes only what is not sent any more: expired and rejected files.</summary>
    [Parameter(ParameterSetName = AllSet)]
    public SwitchParameter SetAsideOnly { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            DeliverySpool spool = SpoolFolder.Open(this, SpoolPath, RunspaceContext.Current);
            if (ParameterSetName == AllSet)
            {
                foreach (DatadogSpoolEntry entry in spool.List().Where(entry => !SetAsideOnly || entry.State != SpoolState.Waiting))
                {
                    StopToken.ThrowIfCancellationRequested();
                    Remove(spool, entry);
                }
            }
            else if (InputObject.BaseObject is DatadogSpoolEntry entry)
            {
                Remove(spool, entry);
            }
            else
            {
                throw new OperationException(
                    TelemetryErrorIds.SpoolEntryInvalid,
                    OperationErrorKind.InvalidInput,
                    InputObject.BaseObject.GetType().Name,
                    $"{ObjectReader.Describe(InputObject)} is no entry of a spool.",
                    "Give what Get-DatadogSpool puts out.");
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    private void Remove(DeliverySpool spool, DatadogSpoolEntry entry)
    {
        string what = $"{entry.Path} ({entry.Items} items for {entry.Site}, {entry.State.ToLowerInvariant()})";
        if (ShouldProcess(what, "Remove without delivering"))
        {
            spool.Remove(entry);
        }
    }
}
