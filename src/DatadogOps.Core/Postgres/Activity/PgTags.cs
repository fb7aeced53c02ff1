using System.Globalization;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Activity;

/// <summary>The tags that every metric of a server carries, and those of one observation.</summary>
internal sealed class PgTags
{
    private readonly List<string> _tags = new(8);
    private readonly string? _metricHost;

    public PgTags(string hostName, int port)
    {
        // A loopback name or socket says nothing to Datadog: such a server belongs to the host that sends.
        bool local = hostName is "localhost" or "127.0.0.1" or "::1" || hostName.StartsWith('/');
        _metricHost = local ? null : hostName;
        _tags.Add($"{PgMetricNames.Server}:{hostName}");
        _tags.Add(string.Create(CultureInfo.InvariantCulture, $"{PgMetricNames.Port}:{port}"));
    }

    /// <summary>Adds a tag; one without a value is left out, as the Agent's tag_not_null does.</summary>
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
