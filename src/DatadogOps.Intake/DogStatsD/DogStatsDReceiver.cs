using System.Text;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Storage;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>Takes datagrams apart and keeps what they hold. Used by one thread at a time; the counts are read by others.</summary>
internal sealed class DogStatsDReceiver(MetricIngest ingest, AggregationWindows windows, string hostName, MalformedLog malformed)
{
    private long _packets;
    private long _bytes;
    private long _metrics;
    private long _events;
    private long _serviceChecks;

    public long Packets => Interlocked.Read(ref _packets);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Metrics => Interlocked.Read(ref _metrics);

    public long Events => Interlocked.Read(ref _events);

    public long ServiceChecks => Interlocked.Read(ref _serviceChecks);

    /// <summary>Takes one datagram.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        foreach (Range range in datagram.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = datagram[range];
            if (!line.IsEmpty)
            {
                ReceiveLine(line);
            }
        }

        // Counted once it can be asked for: who waits for the count may then query.
        Interlocked.Add(ref _bytes, datagram.Length);
        Interlocked.Increment(ref _packets);
    }

    /// <summary>Forgets the counts.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _packets, 0);
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _metrics, 0);
        Interlocked.Exchange(ref _events, 0);
        Interlocked.Exchange(ref _serviceChecks, 0);
    }

    private void ReceiveLine(ReadOnlySpan<byte> line)
    {
        if (!DogStatsDParser.TryParse(line, out DogStatsDMessage? message, out string? error))
        {
            malformed.Add(Encoding.UTF8.GetString(line), error);
            return;
        }

        switch (message)
        {
            case DogStatsDMetric metric:
                ReceiveMetric(line, metric);
                break;
            case DogStatsDEvent:
                Interlocked.Increment(ref _events);
                break;
            default:
                Interlocked.Increment(ref _serviceChecks);
                break;
        }
    }

    private void ReceiveMetric(ReadOnlySpan<byte> line, DogStatsDMetric metric)
    {
        if (metric.Name.Length > MetricName.MaxLength || MetricName.Normalize(metric.Name) is not { } name)
        {
            malformed.Add(Encoding.UTF8.GetString(line), $"a metric name begins with a letter and has at most {MetricName.MaxLength} characters");
            return;
        }

        Interlocked.Increment(ref _metrics);
        SeriesKey key = SeriesKey.Create(name, metric.Tags.Where(tag => !IsDirective(tag)), HostOf(metric.Tags));
        long time = metric.Timestamp ?? ingest.Now;
        if (metric.SetValue is not null)
        {
            windows.AddToSet(key, time, metric.SetValue);
        }

        foreach (double value in metric.Values)
        {
            switch (metric.Type)
            {
                case DogStatsDType.Gauge:
                    ingest.Add(key, MetricKind.Gauge, null, new StoredPoint(time, value), PointMode.Replace);
                    break;
                case DogStatsDType.Count:
                    ingest.Add(key, MetricKind.Count, null, new StoredPoint(time, value / metric.SampleRate), PointMode.Sum);
                    break;
                case DogStatsDType.Distribution:
                    ingest.Add(key, MetricKind.Distribution, null, new StoredPoint(time, value), PointMode.Append);
                    break;
                default:
                    windows.AddSample(key, time, value, metric.SampleRate);
                    break;
            }
        }
    }

    // The Agent puts its own host on what comes without; a tag "host:" says otherwise, an empty one says none.
    private string? HostOf(IReadOnlyList<string> tags)
    {
        string? given = tags.LastOrDefault(tag => tag.StartsWith("host:", StringComparison.Ordinal));
        return given is null ? hostName : given["host:".Length..];
    }

    private static bool IsDirective(string tag) =>
        tag.StartsWith("host:", StringComparison.Ordinal)
        || tag.StartsWith("dd.internal.entity_id:", StringComparison.Ordinal)
        || tag.StartsWith("dd.internal.card:", StringComparison.Ordinal);
}
