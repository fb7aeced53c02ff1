using System.Diagnostics;
using System.Globalization;
using DatadogOps.Aws.Iam;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Metrics a second that arrive in another process by a Unix datagram socket: ours, and Datadog's own client for .NET in its
/// modes, in turn, in the same run.
/// </summary>
internal static class DogStatsDBenchmark
{
    private const int Rounds = 15;

    // Not measured: until the code is compiled for good. A method is after 30 calls, but for what loops longer.
    private const int FirstRounds = 3;

    private static readonly (DogStatsDWay Way, string Name)[] Ours =
    [
        (DogStatsDWay.SameObjects, "DatadogOps, the same objects again"),
        (DogStatsDWay.NewObjects, "DatadogOps, an object made for each"),
    ];

    private static readonly (DogStatsDWay Way, string Name)[] Peers =
    [
        (DogStatsDWay.PeerBlocking, "official client, blocking queue"),
        (DogStatsDWay.PeerSynchronous, "official client, synchronous"),
        (DogStatsDWay.PeerDefault, "official client, as it comes"),
    ];

    // Fewer for a quick look whether it works.
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_DOGSTATSD_COUNT"), CultureInfo.InvariantCulture, out int count) ? count : 2_000_000;

    public static async Task RunAsync(TextWriter output)
    {
        DogStatsDPeer? peer = DogStatsDPeer.Find();
        (DogStatsDWay Way, string Name)[] ways = [.. Ours, .. peer is null ? [] : Peers];
        DogStatsDSender[] senders = [.. ways.Select(way => new DogStatsDSender(way.Way, Count))];
        var results = ways.Select(_ => new List<(double Rate, double Arrived, double Cpu)>()).ToList();
        try
        {
            for (int round = -FirstRounds; round < Rounds; round++)
            {
                for (int i = 0; i < senders.Length; i++)
                {
                    (double Rate, double Arrived, double Cpu) result = await MeasureAsync(senders[i]);
                    if (round >= 0)
                    {
                        results[i].Add(result);
                    }
                }
            }
        }
        finally
        {
            foreach (DogStatsDSender sender in senders)
            {
                sender.Dispose();
            }
        }

        output.WriteLine($"### DogStatsD, {Count:N0} gauges with three tags to a process on a Unix datagram socket{(peer is null ? "" : $"; official client {peer.Version}")}\n");
        output.WriteLine("| client | arrived | delivered a second | same objects to it | new objects to it | sender's CPU, ns a metric |\n|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < ways.Length; i++)
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

    private static async Task<(double Rate, double Arrived, double Cpu)> MeasureAsync(DogStatsDSender sender)
    {
        using DogStatsDSink sink = await DogStatsDSink.StartAsync();
        (long started, TimeSpan cpu) = await sender.SendAsync(sink.Path);
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
}
