using System.Globalization;
using DatadogOps.Benchmarks;

// The peer of the cold start runs in this program too, before anything else of it is touched.
if (args is ["plain-npgsql", string connectionString])
{
    return await PlainNpgsql.RunAsync(connectionString);
}

// The receiver of the DogStatsD benchmark is a process of its own.
if (args is [DogStatsDSink.Command, string path])
{
    return DogStatsDSink.Run(path);
}

// So are its senders.
if (args is [DogStatsDSender.Command, string way, string count])
{
    return await DogStatsDSender.RunAsync(Enum.Parse<DogStatsDWay>(way), int.Parse(count, CultureInfo.InvariantCulture));
}

// So is the sender of the API's.
if (args is [ApiBenchmark.Command, string uri, string points, string perSeries])
{
    return await ApiBenchmark.SendAsync(new Uri(uri), int.Parse(points, CultureInfo.InvariantCulture), int.Parse(perSeries, CultureInfo.InvariantCulture));
}

if (args is [.. string[] before, "--peer", string peer])
{
    Environment.SetEnvironmentVariable(DogStatsDPeer.Variable, peer);
    args = before;
}

return await Suite.RunAsync(args);
