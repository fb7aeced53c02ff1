using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Receiving;
using DatadogOps.ConfigRuns.Watching;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Takes the reports that Puppet and Chef post by HTTP on this machine, and gives them on until it is stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "ConfigRunReport")]
[OutputType(typeof(ConfigRunReport))]
public sealed class ReceiveConfigRunReportCommand : ConfigRunReadingCmdlet
{
    private ReportReceiver? _receiver;

    /// <summary>TCP port of 127.0.0.1 to listen on.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>What senders must know, at least 16 characters. Unless given, DATADOGOPS_RECEIVER_TOKEN.</summary>
    [Parameter]
    [Secret]
    public SecureString? Token { get; set; }

    /// <summary>Megabytes that a report may have.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int MaxReportMegabytes { get; set; } = 64;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            _receiver = Start();
            WriteVerbose($"Listening on http://127.0.0.1:{Port}/.");
            while (Wait(_receiver.Received.WaitToReadAsync(StopToken).AsTask()))
            {
                TellAll(_receiver);
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_receiver is { } receiver)
        {
            // The port is free for the next command then.
            FinishWithin(300, _ => receiver.DisposeAsync().AsTask());
        }

        base.Dispose(disposing);
    }

    private ReportReceiver Start()
    {
        SecureString secret = Token
            ?? new SecretAttribute().Transform(null!, Environment.GetEnvironmentVariable(ReceiverToken.Variable)) as SecureString
            ?? throw ReceiverToken.Missing();
        ConfigRunReadOptions reading = Reading();
        return ReportReceiver.Start(
            Port,
            new ReceiverToken(secret),
            MaxReportMegabytes * 1024 * 1024,
            (body, stop) => RunReading.ReadText(body, reading, stop),
            StopToken);
    }

    // A sender gets its answer when its reports went down the pipeline: what fails there it may send again.
    private void TellAll(ReportReceiver receiver)
    {
        while (receiver.Received.TryRead(out ReceivedReports? received))
        {
            foreach (OperationOutput<ConfigRunReport> report in received.Reports)
            {
                Tell(report);
            }

            received.Complete();
        }
    }
}
