using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>What a client tells of itself, under the names of Datadog's own clients (datadog-go, <c>statsd/telemetry.go</c>).</summary>
internal sealed class ClientTelemetry(string transportName)
{
    private const string Prefix = "datadog.dogstatsd.client.";

    private readonly TagSet _tags = new(
        "client:datadogops",
        "client_version:" + (typeof(ClientTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0"),
        "client_transport:" + transportName);

    private readonly long[] _told = new long[Names.Length];

    private static readonly string[] Names = ["metrics", "events", "service_checks", "bytes_sent", "bytes_dropped", "packets_sent", "packets_dropped", "aggregated_context"];

    /// <summary>Metrics that were given, before anything was left out or put together.</summary>
    public long Metrics { get; set; }

    public long Events { get; set; }

    public long ServiceChecks { get; set; }

    public long BytesSent { get; set; }

    public long BytesDropped { get; set; }

    public long PacketsSent { get; set; }

    public long PacketsDropped { get; set; }

    public long AggregatedContexts { get; set; }

    /// <summary>What came since it was last told; what did not change is not told.</summary>
    public List<DatadogMetric> TakeChanges()
    {
        long[] now = [Metrics, Events, ServiceChecks, BytesSent, BytesDropped, PacketsSent, PacketsDropped, AggregatedContexts];
        var changes = new List<DatadogMetric>();
        for (int i = 0; i < now.Length; i++)
        {
            if (now[i] != _told[i])
            {
                changes.Add(new DatadogMetric { Name = Prefix + Names[i], Value = now[i] - _told[i], Type = MetricType.Count, Tags = _tags });
                _told[i] = now[i];
            }
        }

        return changes;
    }
}
