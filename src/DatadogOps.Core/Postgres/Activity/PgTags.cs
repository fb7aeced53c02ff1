using System.Globalization;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Activity;

/// <summary>The tags of a metric: those of the server, and those of one object.</summary>
internal sealed class PgTags
{
    private readonly List<string> _tags = new(8);
    private readonly string? _metricHost;

    public PgTags(string hostName, int port)
    {
        // A loopback name or socket means nothing at Datadog: the metric then belongs to the host that sends it.
        bool local = hostName is "localhost" or "127.0.0.1" or "::1" || hostName.StartsWith('/');
        _metricHost = local ? null : hostName;
        _tags.Add($"{PgMetricNames.Server}:{hostName}");
        _tags.Add(string.Create(CultureInfo.InvariantCulture, $"{PgMetricNames.Port}:{port}"));
    }

    /// <summary>Adds a tag unless its value is empty, like the Agent's tag_not_null.</summary>
    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _tags.Add(name + ":" + value);
        }
    }

    public DatadogMetric Gauge(string name, double value, DateTimeOffset timestamp, string unit) => new()
    {
        Name = name,
        Value = value,
        Type = MetricType.Gauge,
        Timestamp = timestamp,
        HostName = _metricHost,
        Tags = new TagSet([.. _tags]),
        Unit = unit,
    };
}
