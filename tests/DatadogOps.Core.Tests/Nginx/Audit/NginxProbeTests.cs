using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.Audit;

namespace DatadogOps.Tests.Nginx.Audit;

/// <summary>Retries of the probe, with simulated requests and time.</summary>
public sealed class NginxProbeTests : IDisposable
{
    private const string Agent = "Datadog Agent/7.60.0";

    private readonly string _folder = Directory.CreateTempSubdirectory("datadogops-probe-").FullName;

    private string Log => Path.Combine(_folder, "access.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RetriesWhileOldWorkersRespond()
    {
        int rounds = 0;

        NginxLogFinding finding = Assert.Single(await RunAsync("if=$x", agent => agent != Agent || ++rounds < 3));

        Assert.Equal((NginxLogFinding.NotLogged, 3), (finding.Actual, rounds));
    }

    [Fact]
    public async Task AcceptsTheResultAfterThreeSeconds()
    {
        var time = new JumpingTime();
        int rounds = 0;

        NginxLogFinding finding = Assert.Single(await RunAsync("if=$x", agent => agent != Agent || ++rounds > 0, time));

        // Each round waits half a second for other workers; the first that ends after three seconds is the last.
        Assert.Equal((NginxLogFinding.Logged, 7, 3500.0), (finding.Actual, rounds, time.Elapsed.TotalMilliseconds));
    }

    [Theory]
    [InlineData("", true, NginxLogFinding.Logged, 1)]
    [InlineData("if=$x", false, NginxLogFinding.NotLogged, 1)]
    [InlineData("", false, NginxLogFinding.NotLogged, 7)]
    public async Task RetriesOnlyUnexpectedResults(string condition, bool isLogged, string result, int expected)
    {
        int rounds = 0;

        NginxLogFinding finding = Assert.Single(await RunAsync(condition, agent => agent != Agent ? rounds++ >= 0 : isLogged));

        Assert.Equal((result, expected), (finding.Actual, rounds));
    }

    [Fact]
    public async Task IsInconclusiveIfTheBrowsersLineDoesNotAppear()
    {
        var time = new JumpingTime();

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => RunAsync("", agent => agent == Agent, time));

        Assert.Equal(NginxErrorIds.ProbeInconclusive, error.ErrorId);
        Assert.Equal(10.5, time.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task SearchesTheInheritedLogOfAFragment()
    {
        string fragment = Path.Combine(_folder, "shop.conf");
        File.WriteAllText(fragment, "server { listen 80; }\n");
        WriteMain("", "include shop.conf;");

        NginxLogFinding finding = Assert.Single(await ProbeAsync(fragment, _ => true, new JumpingTime()));

        Assert.Equal((NginxLogFinding.Logged, Log), (finding.Actual, finding.LogPath));
    }

    private Task<IReadOnlyList<NginxLogFinding>> RunAsync(string condition, Func<string, bool> logs, JumpingTime? time = null) =>
        ProbeAsync(WriteMain(condition, "server { listen 80; }"), logs, time ?? new JumpingTime());

    private Task<IReadOnlyList<NginxLogFinding>> ProbeAsync(string path, Func<string, bool> logs, JumpingTime time)
    {
        return NginxProbe.RunAsync(path, new Uri("http://127.0.0.1/"), Agent, null, null, TimeSpan.FromSeconds(10), AskAsync, time, default);

        Task AskAsync(string agent, string word)
        {
            if (logs(agent))
            {
                File.AppendAllText(Log, $"GET /?{word} {agent}\n");
            }

            return Task.CompletedTask;
        }
    }

    private string WriteMain(string condition, string rest)
    {
        string main = Path.Combine(_folder, "nginx.conf");
        File.WriteAllText(main, $"events {{ }}\nhttp {{\n    access_log {Log} combined {condition};\n    {rest}\n}}\n");
        return main;
    }

    // Skips the time that is waited for.
    private sealed class JumpingTime : TimeProvider
    {
        private long _ticks;

        public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
