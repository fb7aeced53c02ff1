using System.Diagnostics;
using System.Globalization;
using DatadogOps.Telemetry;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Metrics a second that arrive in another process by a Unix datagram socket: ours, and Datadog's own client for .NET in its
/// modes, in turn, in the same run.
/// </summary>
internal static class DogStatsDBenchmark
{
    private const int Rounds = 15;
    private const int Series = 32;

    private static readonly string[][] Tags =
        [.. Enumerable.Range(0, Series).Select(i => new[] { "env:production", $"service:checkout-{i % 4}", $"instance:i-0abc{i:x4}" })];

    private static readonly DatadogMetric[] Metrics =
        [.. Enumerable.Range(0, Series).Select(i => new DatadogMetric { Name = "checkout.queue.length", Value = i * 3.5, Tags = new TagSet(Tags[i]) })];

    // Fewer for a quick look whether it works.
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_DOGSTATSD_COUNT"), CultureInfo.InvariantCulture, out int count) ? count : 2_000_000;

    public static async Task RunAsync(TextWriter output)
    {
        string? file = Environment.GetEnvironmentVariable(DogStatsDPeer.Variable);
        DogStatsDPeer? peer = string.IsNullOrEmpty(file) ? null : new DogStatsDPeer(file);
        List<(string Name, Func<string, Task<long>> Send)> ways =
        [
            ("DatadogOps, the same objects again", path => SendOursAsync(path, fresh: false)),
            ("DatadogOps, an object made for each", path => SendOursAsync(path, fresh: true)),
        ];
        if (peer is not null)
        {
            ways.Add(("official client, blocking queue", path => Task.FromResult(SendPeer(peer, path, synchronous: false, blocking: true))));
            ways.Add(("official client, synchronous", path => Task.FromResult(SendPeer(peer, path, synchronous: true, blocking: true))));
            ways.Add(("official client, as it comes", path => Task.FromResult(SendPeer(peer, path, synchronous: false, blocking: false))));
        }

        var results = ways.Select(_ => new List<(double Rate, double Arrived, double Cpu)>()).ToList();
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Count; i++)
            {
                (double Rate, double Arrived, double Cpu) result = await MeasureAsync(ways[i].Send);
                if (round >= 0)
                {
                    results[i].Add(result);
                }
            }
        }

        output.WriteLine($"### DogStatsD, {Count:N0} gauges with three tags to a process on a Unix datagram socket{(peer is null ? "" : $"; official client {peer.Version}")}\n");
        output.WriteLine("| client | arrived | delivered a second | same objects to it | new objects to it | sender's CPU, ns a metric |\n|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < ways.Count; i++)
        {
            string RatioOf(int ours) => ours >= i ? "" : Pairs.Text(Pairs.Median(results[ours].Zip(results[i], (one, other) => one.Rate / other.Rate)), "0.00");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {ways[i].Name} | {results[i].Min(one => one.Arrived):0.0%} | {Pairs.Median(results[i].Select(one => one.Rate)):N0} | {RatioOf(0)} | {RatioOf(1)} | {Pairs.Median(results[i].Select(one => one.Cpu)):0} |"));
        }

        if (peer is null)
        {
            output.WriteLine($"\nThe official client was not measured: build DataDog/dogstatsd-csharp-client and give its StatsdClient.dll with --peer or {DogStatsDPeer.Variable}.");
        }
    }

    private static async Task<(double Rate, double Arrived, double Cpu)> MeasureAsync(Func<string, Task<long>> send)
    {
        using DogStatsDSink sink = await DogStatsDSink.StartAsync();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await send(sink.Path);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        (long lines, long last) = await sink.AskAsync();
        while (lines < Count)
        {
            await Task.Delay(250);
            (long now, last) = await sink.AskAsync();
            if (now == lines)
            {
                break;
            }

            lines = now;
        }

        return (lines / Stopwatch.GetElapsedTime(started, last).TotalSeconds, (double)lines / Count, cpu.TotalNanoseconds / Count);
    }

    private static async Task<long> SendOursAsync(string path, bool fresh)
    {
        using DogStatsDClient client = await DogStatsDClient.ConnectAsync(DogStatsDEndpoint.Parse(new Uri("unix://" + path)), new DogStatsDOptions(), CancellationToken.None);
        AddAll(client, fresh);
        await client.FlushAsync(CancellationToken.None);
        return client.Accepted;
    }

    private static void AddAll(DogStatsDClient client, bool fresh)
    {
        for (int i = 0; i < Count; i++)
        {
            DatadogMetric metric = Metrics[i % Series];
            client.Add(fresh ? new DatadogMetric { Name = metric.Name, Value = metric.Value, Tags = metric.Tags } : metric, CancellationToken.None);
        }
    }

    private static long SendPeer(DogStatsDPeer peer, string path, bool synchronous, bool blocking)
    {
        using DogStatsDPeer.Client client = peer.Connect(path, synchronous, blocking);
        Action<string, double, string[]> gauge = client.Gauge;
        for (int i = 0; i < Count; i++)
        {
            gauge("checkout.queue.length", (i % Series) * 3.5, Tags[i % Series]);
        }

        return Count;
    }
}
