using System.Runtime.InteropServices;
using DatadogOps.Demo;
using DatadogOps.Testbed;

const int Failed = 1;
const int NotReady = 2;
const int Interrupted = 130;

if (args is not ([] or ["--out", _]))
{
    Console.Error.WriteLine("usage: DatadogOps.Demo [--out DIR]   DIR is where the build left ddops and the intake (out)");
    return NotReady;
}

string output = Path.GetFullPath(args.Length == 2 ? args[1] : RepositoryLayout.Output);
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
bool interrupted = false;

void Stop(PosixSignalContext signal)
{
    // Everything that was started is stopped on the way out; without this the runtime would end the process here.
    signal.Cancel = true;
    interrupted = true;
    stop.Cancel();
}

using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration onHangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

try
{
    return await new DemoRun(output).RunAsync(stop.Token) ? 0 : Failed;
}
catch (DemoNotReadyException missing)
{
    Console.Error.WriteLine("demo: " + missing.Message);
    return NotReady;
}
catch (Exception) when (interrupted)
{
    Console.Error.WriteLine("demo: stopped, and all that it started");
    return Interrupted;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("demo: not done after two minutes; stopped, and all that it started");
    return Failed;
}
catch (Exception failure) when (failure is TestbedException or HttpRequestException or IOException)
{
    Console.Error.WriteLine("demo: " + failure.Message);
    return Failed;
}
