using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Receiving;
using DatadogOps.ConfigRuns.Watching;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>The work of Receive-ConfigRunReport.</summary>
internal sealed class ConfigRunReceiveWork : IDisposable
{
    private readonly ReceiveConfigRunReportCommand _cmdlet;
    private readonly ReportReceiver _receiver;

    /// <summary>Starts listening.</summary>
    /// <exception cref="OperationException">The token, the port or a pattern cannot be used.</exception>
    public ConfigRunReceiveWork(ReceiveConfigRunReportCommand cmdlet, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        SecureString token = cmdlet.Token
            ?? new SecretAttribute().Transform(null!, Environment.GetEnvironmentVariable(ReceiverToken.Variable)) as SecureString
            ?? throw ReceiverToken.Missing();
        ConfigRunReadOptions reading = ConfigRunReadWork.Options(cmdlet.RedactPattern);
        _receiver = ReportReceiver.Start(
            cmdlet.Port, new ReceiverToken(token), cmdlet.MaxReportMegabytes * 1024 * 1024, (body, cancel) => RunReading.ReadText(body, reading, cancel), stop);
        cmdlet.WriteVerbose($"Listening on http://127.0.0.1:{cmdlet.Port}/.");
    }

    /// <summary>Writes reports until it is stopped. A sender gets its answer when its reports have passed down the pipeline; it may send again what failed there.</summary>
    public void Receive(CancellationToken stop)
    {
        while (_cmdlet.Wait(_receiver.Received.WaitToReadAsync(stop).AsTask()))
        {
            while (_receiver.Received.TryRead(out ReceivedReports? received))
            {
                foreach (OperationOutput<ConfigRunReport> report in received.Reports)
                {
                    _cmdlet.WriteOutput(report);
                }

                received.Complete();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DatadogOpsCmdlet.FinishWithin(300, _ => _receiver.DisposeAsync().AsTask()); // frees the port for the next command
}
