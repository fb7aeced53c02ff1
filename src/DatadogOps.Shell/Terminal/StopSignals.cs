using System.Runtime.InteropServices;
using DatadogOps.Shell.Execution;

namespace DatadogOps.Shell.Terminal;

/// <summary>Turns Ctrl+C and SIGTERM into a cancellation, and into the end of the process if that takes too long.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int PatienceMilliseconds = 900;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _signals;

    public StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            Environment.Exit(ExitCodes.Stopped);
        }

        // The clock first: a cmdlet's own stop may hang as well.
        var thread = new Thread(static () =>
        {
            Thread.Sleep(PatienceMilliseconds);
            Environment.Exit(ExitCodes.Stopped);
        })
        { IsBackground = true };
        thread.Start();
        _stop.Cancel();
    }
}
