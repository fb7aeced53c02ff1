using System.Diagnostics;
using System.Globalization;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Benchmarks;

/// <summary>A process that sends in one way only, again and again: what another way leaves in memory costs it nothing.</summary>
internal sealed class DogStatsDSender : IDisposable
{
    public const string Command = "dogstatsd-sender";

    private const int Series = 32;

    private static readonly string[][] Tags =
        [.. Enumerable.Range(0, Series).Select(i => new[] { "env:production", $"service:checkout-{i % 4}", $"instance:i-0abc{i:x4}" })];

    private static readonly DatadogMetric[] Metrics =
        [.. Enumerable.Range(0, Series).Select(i => new DatadogMetric { Name = "checkout.queue.length", Value = i * 3.5, Tags = new TagSet(Tags[i]) })];

    private readonly Process _process;

    public DogStatsDSender(DogStatsDWay way, int count) =>
        _process = Programs.Start(Environment.ProcessPath!, [.. Programs.Own, Command, way.ToString(), count.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Sends all to a socket; when it began, in ticks of Stopwatch, and its processor time for it.</summary>
    public async Task<(long Started, TimeSpan Cpu)> SendAsync(string path)
    {
        await _process.StandardInput.WriteLineAsync(path);
        string[] answer = (await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync())).Split(' ');
        return (long.Parse(answer[0], CultureInfo.InvariantCulture), TimeSpan.FromTicks(long.Parse(answer[1], CultureInfo.InvariantCulture)));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The sending process itself.</summary>
    public static async Task<int> RunAsync(DogStatsDWay way, int count)
    {
        DogStatsDPeer? peer = way is DogStatsDWay.SameObjects or DogStatsDWay.NewObjects ? null : DogStatsDPeer.Find();
        while (Console.ReadLine() is { } path)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            if (peer is null)
            {
                using DogStatsDClient client = await DogStatsDClient.ConnectAsync(DogStatsDEndpoint.Parse(new Uri("unix://" + path)), new DogStatsDOptions(), CancellationToken.None);
                (way == DogStatsDWay.SameObjects ? (Action<DogStatsDClient, int>)AddSame : AddNew)(client, count);
                await client.FlushAsync(CancellationToken.None);
            }
            else
            {
                using DogStatsDPeer.Client client = peer.Connect(path, way);
                AddAll(client.Gauge, count);
            }

            cpu = Environment.CpuUsage.TotalTime - cpu;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{started} {cpu.Ticks}"));
        }

        return 0;
    }

    private static void AddSame(DogStatsDClient client, int count)
    {
        for (int i = 0; i < count; i++)
        {
            client.Add(Metrics[i % Series], CancellationToken.None);
        }
    }

    private static void AddNew(DogStatsDClient client, int count)
    {
        for (int i = 0; i < count; i++)
        {
            DatadogMetric metric = Metrics[i % Series];
            client.Add(new DatadogMetric { Name = metric.Name, Value = metric.Value, Tags = metric.Tags }, CancellationToken.None);
        }
    }

    private static void AddAll(Action<string, double, string[]> gauge, int count)
    {
        for (int i = 0; i < count; i++)
        {
            gauge("checkout.queue.length", (i % Series) * 3.5, Tags[i % Series]);
        }
    }
}
