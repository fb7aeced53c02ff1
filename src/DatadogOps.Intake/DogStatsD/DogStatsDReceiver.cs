using System.Text;
using DatadogOps.Intake.Checks;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Events;
using DatadogOps.Intake.Storage;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>Takes datagrams apart and keeps what they hold. Safe for many listeners; the counts are read by others.</summary>
internal sealed class DogStatsDReceiver(
    MetricIngest ingest,
    AggregationWindows windows,
    EventStore events,
    CheckEndpoint checks,
    string hostName,
    MalformedLog malformed,
    DatagramLog datagrams,
    DatagramJournal journal,
    TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _packets;
    private long _bytes;
    private long _metrics;
    private long _values;
    private long _events;
    private long _serviceChecks;

    public long Packets => Interlocked.Read(ref _packets);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Metrics => Interlocked.Read(ref _metrics);

    /// <summary>Values in all metrics: a packed one has several.</summary>
    public long Values => Interlocked.Read(ref _values);

    public long Events => Interlocked.Read(ref _events);

    public long ServiceChecks => Interlocked.Read(ref _serviceChecks);

    /// <summary>Takes one datagram, or one frame of a stream.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            long now = clock.GetUtcNow().ToUnixTimeSeconds();
            int messages = Take(datagram, now);
            datagrams.Add(datagram);
            journal.Add(datagram, messages, now);
        }

        // Counted once it can be asked for: who waits for the count may then query.
        Interlocked.Add(ref _bytes, datagram.Length);
        Interlocked.Increment(ref _packets);
    }

    /// <summary>Takes what was journaled before.</summary>
    public void Replay(ReadOnlySpan<byte> datagrams, long time)
    {
        lock (_gate)
        {
            Take(datagrams, time);
            windows.Publish(time);
        }
    }

    /// <summary>Forgets the counts.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _packets, 0);
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _metrics, 0);
        Interlocked.Exchange(ref _values, 0);
        Interlocked.Exchange(ref _events, 0);
        Interlocked.Exchange(ref _serviceChecks, 0);
        datagrams.Clear();
    }

    private int Take(ReadOnlySpan<byte> datagram, long now)
    {
        int messages = 0;
        foreach (Range range in datagram.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = datagram[range];
            if (!line.IsEmpty)
            {
                messages++;
                TakeLine(line, now);
            }
        }

        return messages;
    }

    private void TakeLine(ReadOnlySpan<byte> line, long now)
    {
        if (!DogStatsDParser.TryParse(line, out DogStatsDMessage? message, out string? error))
        {
            malformed.Add(Encoding.UTF8.GetString(line), error);
            return;
        }

        switch (message)
        {
            case DogStatsDMetric metric:
                TakeMetric(line, metric, now);
                break;
            case DogStatsDEvent read:
                Interlocked.Increment(ref _events);
                TakeEvent(line, read, now);
                break;
            case DogStatsDServiceCheck check:
                Interlocked.Increment(ref _serviceChecks);
                checks.Add(new StoredCheck(check.Name, check.Status, check.Host ?? HostOf(check.Tags), check.Message, [.. check.Tags.Where(tag => !IsDirective(tag))], check.Timestamp ?? now));
                break;
        }
    }

    private void TakeEvent(ReadOnlySpan<byte> line, DogStatsDEvent read, long now)
    {
        if (read.Timestamp < now - EventStore.MaxAgeSec)
        {
            malformed.Add(Encoding.UTF8.GetString(line), "Event too far in the past: 18 hours are allowed");
            return;
        }

        events.AddUnjournaled(new StoredEvent
        {
            Id = 0,
            Title = read.Title,
            Text = read.Text,
            DateHappened = read.Timestamp ?? now,
            Host = read.Host ?? HostOf(read.Tags),
            AggregationKey = read.AggregationKey,
            Priority = read.Priority,
            SourceTypeName = read.SourceTypeName,
            AlertType = read.AlertType,
            Tags = [.. read.Tags.Where(tag => !IsDirective(tag))],
        });
    }

    private void TakeMetric(ReadOnlySpan<byte> line, DogStatsDMetric metric, long now)
    {
        if (metric.Name.Length > MetricName.MaxLength || MetricName.Normalize(metric.Name) is not { } name)
        {
            malformed.Add(Encoding.UTF8.GetString(line), $"a metric name begins with a letter and has at most {MetricName.MaxLength} characters");
            return;
        }

        Interlocked.Increment(ref _metrics);
        Interlocked.Add(ref _values, Math.Max(1, metric.Values.Count));
        string? host = HostOf(metric.Tags);
        ingest.See(host);
        SeriesKey key = SeriesKey.Create(name, [.. metric.Tags.Where(tag => !IsDirective(tag))], host);
        long time = metric.Timestamp ?? now;
        if (metric.SetValue is not null)
        {
            windows.AddToSet(key, time, metric.SetValue);
        }

        foreach (double value in metric.Values)
        {
            switch (metric.Type)
            {
                case DogStatsDType.Gauge:
                    ingest.Add(key, MetricKind.Gauge, new StoredPoint(time, value), PointMode.Replace, now);
                    break;
                case DogStatsDType.Count:
                    ingest.Add(key, MetricKind.Count, new StoredPoint(time, value / metric.SampleRate), PointMode.Sum, now);
                    break;
                case DogStatsDType.Distribution:
                    ingest.Add(key, MetricKind.Distribution, new StoredPoint(time, value), PointMode.Append, now);
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
