using System.Collections.Concurrent;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Delivers what could not be delivered before, the oldest first.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogSpool", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogSpoolCommand : DatadogApiCmdlet
{
    private const int UpdateMilliseconds = 200;

    /// <summary>Folder of the spool. Unless given, from the context, else DATADOGOPS_SPOOL, else a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Puts out one object that says what was accepted, what still waits, and what was set aside.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            DatadogContext context = ResolveContext();
            DeliverySpool spool = SpoolFolder.Open(this, SpoolPath, context);
            string site = context.Site.ToString();
            DatadogSpoolEntry[] waiting = [.. spool.List().Where(entry => entry.State == SpoolState.Waiting && entry.Site == site)];
            if (ShouldProcess($"{site}: {waiting.Sum(entry => (long)entry.Items)} items in {waiting.Length} files of {spool.Path}", "Deliver"))
            {
                Deliver(spool);
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private void Deliver(DeliverySpool spool)
    {
        var outputs = new ConcurrentQueue<OperationOutput<string>>();
        Task<DatadogSendResult> delivery = SpoolDelivery.RunAsync(spool, Api, outputs.Enqueue, StopToken);
        bool isDone;
        do
        {
            isDone = IsDoneWithin(delivery, UpdateMilliseconds);
            while (outputs.TryDequeue(out OperationOutput<string>? output))
            {
                WriteOutput(output);
            }
        }
        while (!isDone);

        DatadogSendResult result = Wait(delivery);
        WriteVerbose($"{result.Endpoint}: {result.Accepted} accepted, {result.Spooled} still wait, {result.Dropped} set aside.");
        if (PassThru)
        {
            WriteObject(result);
        }
    }
}
