using System.Diagnostics;
using System.Globalization;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>Time that one thread was on the processor; see proc_pid_stat(5). Where the system does not tell it, the time that went by.</summary>
internal sealed class ThreadClock
{
    private const double TicksPerSecond = 100;

    private readonly Stopwatch _wall = Stopwatch.StartNew();
    private volatile string? _file;

    /// <summary>Time up to now.</summary>
    public TimeSpan Used
    {
        get
        {
            if (_file is not { } file)
            {
                return OperatingSystem.IsLinux() ? TimeSpan.Zero : _wall.Elapsed;
            }

            try
            {
                string text = File.ReadAllText(file);
                string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
            }
            catch (IOException)
            {
                // The thread has ended.
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>Makes the calling thread the one that is watched.</summary>
    public void Begin()
    {
        if (OperatingSystem.IsLinux())
        {
            _file = $"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/stat";
        }
    }
}
