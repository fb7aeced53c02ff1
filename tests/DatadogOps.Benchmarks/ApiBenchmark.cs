using System.Diagnostics;
using System.Globalization;
using System.Security;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Points serialised, compressed and sent by the HTTP API, against npm's @datadog/datadog-api-client with gzip, in turn. Sender, peer
/// and sink are processes of their own; what arrived is counted from the bodies that the sink got.
/// </summary>
internal static class ApiBenchmark
{
    /// <summary>First argument of the sender's process.</summary>
    public const string Command = "api-sender";

    // Folder that holds node_modules/@datadog/datadog-api-client.
    private const string PeerVariable = "DATADOGOPS_API_PEER";

    private const int Rounds = 5;

    private const string PointsVariable = "DATADOGOPS_API_POINTS";

    private const string PeerScript = """
        const { client, v2 } = require('@datadog/datadog-api-client');
        const [uri, points, perSeries] = [process.argv[1], +process.argv[2], +process.argv[3]];
        const configuration = client.createConfiguration({ baseServer: new client.BaseServerConfiguration(uri, {}), authMethods: { apiKeyAuth: '0'.repeat(32) } });
        const api = new v2.MetricsApi(configuration);
        (async () => {
          const now = Math.floor(Date.now() / 1000), perRequest = perSeries === 1 ? 20000 : 100000;
          for (let sent = 0; sent < points; ) {
            const series = [];
            for (let n = 0; n < perRequest && sent < points; n += perSeries) {
              const one = { metric: 'bench.value', type: 3, tags: ['app:web', 'shard:' + (sent / perSeries) % 1000], points: [] };
              for (let p = 0; p < perSeries; p++, sent++) one.points.push({ timestamp: now, value: sent % 1000 });
              series.push(one);
            }
            await api.submitMetrics({ body: { series }, contentEncoding: 'gzip' });
          }
        })().catch(error => { console.error(error); process.exit(1); });
        """;

    public static async Task RunAsync(TextWriter output)
    {
        int points = int.TryParse(Environment.GetEnvironmentVariable(PointsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : 1_000_000;
        string? peer = Environment.GetEnvironmentVariable(PeerVariable);
        output.WriteLine("### Points by the API, to a sink that answers 202\n");
        if (peer is null)
        {
            output.WriteLine($"There is no peer: npm install @datadog/datadog-api-client in a folder of its own, and name it in {PeerVariable}.\n");
        }

        using var self = new ShippedSelf();
        Process Ours(string uri, int count, int perSeries) => Programs.Start("dotnet", [self.Program, Command, uri, Text(count), Text(perSeries)]);
        Process Peer(string uri, int count, int perSeries) => Programs.Start(
            "node",
            ["-e", PeerScript, "--", uri, Text(count), Text(perSeries)],
            new Dictionary<string, string?> { ["NODE_PATH"] = Path.Combine(peer!, "node_modules") });

        output.WriteLine("| sender | points a series | points | arrived | requests | seconds | points a second | peak MB | DatadogOps to it |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((int count, int perSeries) in new[] { (points, 100), (points, 1), (points * 5, 100) })
        {
            var ours = new List<Run>();
            var peers = new List<Run>();
            for (int round = 0; round < Rounds; round++)
            {
                ours.Add(await MeasureAsync("DatadogOps", count, perSeries, Ours));
                if (peer is not null && count == points)
                {
                    peers.Add(await MeasureAsync("npm client", count, perSeries, Peer));
                }
            }

            Write(output, "DatadogOps", count, perSeries, ours, "");
            if (peers.Count > 0)
            {
                Write(output, "npm client", count, perSeries, peers, Pairs.Text(Pairs.Median(peers.Zip(ours, (theirs, own) => theirs.Seconds / own.Seconds)), "0.0"));
            }
        }
    }

    /// <summary>The sender's process.</summary>
    public static async Task<int> SendAsync(Uri uri, int points, int perSeries)
    {
        using var key = new SecureString();
        foreach (char digit in new string('0', 32))
        {
            key.AppendChar(digit);
        }

        using ApiSender sender = ApiSender.Create(DatadogSite.FromUri(uri), new DatadogKey(DatadogKeyKind.Api, key), new DatadogApiOptions());
        TagSet[] tags = [.. Enumerable.Range(0, 1000).Select(shard => new TagSet("app:web", "shard:" + Text(shard)))];
        for (int i = 0; i < points; i++)
        {
            await sender.AddAsync(new DatadogMetric { Name = "bench.value", Value = i % 1000, Tags = tags[i / perSeries % 1000] }, default);
        }

        await sender.FlushAsync(default);
        return sender.Accepted == points ? 0 : 1;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<Run> MeasureAsync(string name, int points, int perSeries, Func<string, int, int, Process> start)
    {
        await using ApiSink sink = ApiSink.Start();
        long started = Stopwatch.GetTimestamp();
        using Process process = start(sink.Uri, points, perSeries);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        Task exit = process.WaitForExitAsync();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Programs.PeakMemory(process) ?? 0);
            await Task.WhenAny(exit, Task.Delay(20));
        }

        // With the start of the process, from which neither gets away.
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await error}{await said}");
        }

        (long arrived, int requests) = sink.Count();
        return new Run(seconds, arrived, requests, peak);
    }

    private static void Write(TextWriter output, string name, int points, int perSeries, List<Run> runs, string ratio)
    {
        double seconds = Pairs.Median(runs.Select(run => run.Seconds));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {perSeries} | {points:N0} | {runs.Min(run => run.Arrived):N0} | {runs[0].Requests} | {seconds:0.00} | {points / seconds:N0} | {runs.Max(run => run.PeakMegabytes):0} | {ratio} |"));
    }

    private sealed record Run(double Seconds, long Arrived, int Requests, double PeakMegabytes);
}
