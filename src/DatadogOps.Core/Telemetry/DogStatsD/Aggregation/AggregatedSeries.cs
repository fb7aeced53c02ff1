using System.Globalization;
using System.Runtime.InteropServices;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD.Aggregation;

/// <summary>One series and what was given for it in the current window.</summary>
internal sealed class AggregatedSeries
{
    private readonly MetricKind _type;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly int _capacity;
    private readonly List<double> _values = [];
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private double _value;
    private int _metrics;

    public AggregatedSeries(DatadogMetric metric, DogStatsDWriter writer, int capacity)
    {
        _type = metric.Kind;
        _head = DogStatsDWriter.WriteHead(metric);
        _tail = writer.WriteTail(metric, isSampled: _type is MetricKind.Histogram or MetricKind.Distribution or MetricKind.Timer);
        _capacity = capacity;
    }

    /// <summary>Whether a line of it fits into a payload at all.</summary>
    public bool Fits => _head.Length + LineBuilder.MaxNumber + _tail.Length <= _capacity;

    public bool IsEmpty => _metrics == 0;

    /// <summary>Values or members that wait; each takes memory.</summary>
    public int Waiting => _values.Count + _members.Count;

    /// <summary>False when this point must travel alone: a member longer than a payload, a sum that no number holds.</summary>
    public bool TryAdd(DatadogMetric metric)
    {
        switch (_type)
        {
            case MetricKind.Count when !double.IsFinite(_value + metric.Value):
                return false;
            case MetricKind.Count:
                _value += metric.Value;
                break;
            case MetricKind.Gauge:
                _value = metric.Value;
                break;
            case MetricKind.Set:
                string member = metric.SetMember is { } text ? MetricText.NormalizeTag(text) : metric.Value.ToString(CultureInfo.InvariantCulture);
                if (_head.Length + (member.Length * 3) + _tail.Length > _capacity)
                {
                    return false;
                }

                _members.Add(member);
                break;
            default:
                _values.Add(metric.Value);
                break;
        }

        _metrics++;
        return true;
    }

    /// <summary>Writes what was given, and begins anew.</summary>
    public void Flush(Func<int, Datagram> next)
    {
        switch (_type)
        {
            case MetricKind.Count or MetricKind.Gauge:
                WriteNumbers([_value], next);
                _value = 0;
                break;
            case MetricKind.Set:
                foreach (string member in _members)
                {
                    // What is written is gone at once: the wait for a receiver may be cancelled, and tried again.
                    Datagram datagram = next(_head.Length + (member.Length * 3) + _tail.Length);
                    var line = new LineBuilder(datagram.Room);
                    _ = line.Bytes(_head) && line.Text(member) && line.Bytes(_tail);
                    Commit(datagram, line.Length);
                    _members.Remove(member);
                }

                break;
            default:
                while (_values.Count > 0)
                {
                    _values.RemoveRange(0, WriteNumbers(CollectionsMarshal.AsSpan(_values), next));
                }

                break;
        }
    }

    // One line, with as many values as there is room for.
    private int WriteNumbers(ReadOnlySpan<double> values, Func<int, Datagram> next)
    {
        Datagram datagram = next(_head.Length + LineBuilder.MaxNumber + _tail.Length);
        var line = new LineBuilder(datagram.Room);
        line.Bytes(_head);
        int written = 0;
        do
        {
            if (written > 0)
            {
                line.Byte((byte)':');
            }

            line.Number(values[written++]);
        }
        while (written < values.Length && line.Length + 1 + LineBuilder.MaxNumber + _tail.Length <= datagram.Room.Length);

        line.Bytes(_tail);
        Commit(datagram, line.Length);
        return written;
    }

    // The first line stands for all metrics that were given: what is counted as handed over or lost adds up to them.
    private void Commit(Datagram datagram, int length)
    {
        datagram.Commit(length, _metrics);
        _metrics = 0;
    }
}
