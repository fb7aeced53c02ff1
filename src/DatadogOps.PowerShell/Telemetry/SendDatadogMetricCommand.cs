using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Delivers metrics to Datadog: by DogStatsD to an Agent nearby, or by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogMetric", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogMetricCommand : TelemetrySendCmdlet
{
    private const string MemberSet = "Member";

    /// <summary>Metrics, the module's own objects, or any objects with the properties Name and Value, and optionally Type, SetMember, Tags, HostName, Timestamp, Unit and IntervalSec.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Name of the metric.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MemberSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ValueSet)]
    public double Value { get; set; }

    /// <summary>What a set counts once in each interval, such as names of users; one point for each. By DogStatsD only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MemberSet)]
    [ValidateNotNullOrEmpty]
    public string[] SetMember { get; set; } = [];

    /// <summary>How Datadog aggregates it.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateSet(MetricType.Gauge, MetricType.Count, MetricType.Rate, MetricType.Histogram, MetricType.Distribution, MetricType.Timer, MetricType.Set)]
    public string Type { get; set; } = MetricType.Gauge;

    /// <summary>Host that it belongs to; with several, each gets the point.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = MemberSet)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>When it was observed; now, unless said otherwise. At most an hour ago.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>Unit in Datadog's terms; travels by the API only.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public string? Unit { get; set; }

    /// <summary>Seconds that a count or rate covers; travels by the API only.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateRange(1, int.MaxValue)]
    public int IntervalSec { get; set; }

    /// <summary>Share of counts, histograms, distributions and timers that is sent; the Agent makes up for the others. By DogStatsD only.</summary>
    [Parameter]
    [ValidateRange(0.0001, 1.0)]
    public double SampleRate { get; set; } = 1;

    /// <summary>Puts metrics together for two seconds before they are sent: counts are summed, of a gauge the last value counts. By DogStatsD only.</summary>
    [Parameter]
    public SwitchParameter Aggregate { get; set; }

    /// <inheritdoc/>
    private protected override string What => "metrics";

    /// <inheritdoc/>
    private protected override object Subject => ParameterSetName == ObjectSet ? InputObject : Name;

    /// <inheritdoc/>
    private protected override void ProcessInput(SendSession session)
    {
        if (ParameterSetName == ValueSet)
        {
            SendValue(session);
        }
        else if (ParameterSetName == MemberSet)
        {
            SendMembers(session);
        }
        else if (InputObject.BaseObject is DatadogMetric metric)
        {
            session.Send(metric);
        }
        else
        {
            foreach (DatadogMetric one in TelemetryReader.Items(InputObject, static source => source.GetMetrics(), Read))
            {
                session.Send(one);
            }
        }
    }

    /// <inheritdoc/>
    private protected override DogStatsDOptions Configure(DogStatsDOptions options) => options with { SampleRate = SampleRate, Aggregate = Aggregate };

    private static DatadogMetric Read(TelemetryReader item)
    {
        string? member = item.Text(nameof(DatadogMetric.SetMember));
        if (item.Optional(nameof(DatadogMetric.Name)) is not { } name || !(item.Has(nameof(DatadogMetric.Value)) || member is not null))
        {
            throw item.Unknown("metric", "has not both a Name and a Value", "Make metrics of such objects with ConvertTo-DatadogMetric -Name -ValueProperty.");
        }

        object value = item.Optional(nameof(DatadogMetric.Value)) ?? (member is null ? (object?)null : 0.0) ?? throw new OperationException(
            CommandErrorIds.InputPropertyInvalid,
            OperationErrorKind.InvalidInput,
            ObjectReader.ToText(name),
            $"The metric '{ObjectReader.ToText(name)}' has no value.",
            "Leave such objects out.");
        return new DatadogMetric
        {
            Name = ObjectReader.ToText(name),
            Value = ObjectReader.ToNumber(item.Item, nameof(DatadogMetric.Value), value),
            Type = item.Choice(nameof(DatadogMetric.Type), MetricType.All) ?? (member is null ? MetricType.Gauge : MetricType.Set),
            SetMember = member,
            Tags = item.Tags(),
            HostName = item.Text(nameof(DatadogMetric.HostName)),
            Timestamp = item.Time(nameof(DatadogMetric.Timestamp)),
            Unit = item.Text(nameof(DatadogMetric.Unit)),
            IntervalSec = item.Optional(nameof(DatadogMetric.IntervalSec)) is { } interval ? ObjectReader.ToCount(item.Item, nameof(DatadogMetric.IntervalSec), interval) : null,
        };
    }

    private void SendValue(SendSession session)
    {
        var metric = new DatadogMetric
        {
            Name = Name,
            Value = Value,
            Type = Type,
            Timestamp = Timestamp == default ? null : Timestamp,
            Unit = Unit,
            IntervalSec = IntervalSec == 0 ? null : IntervalSec,
        };
        SendToHosts(session, metric);
    }

    private void SendMembers(SendSession session)
    {
        foreach (string member in SetMember)
        {
            SendToHosts(session, new DatadogMetric { Name = Name, Value = 0, Type = MetricType.Set, SetMember = member });
        }
    }

    private void SendToHosts(SendSession session, DatadogMetric metric)
    {
        foreach (string? host in HostName ?? [null!])
        {
            session.Send(metric with { HostName = host });
        }
    }
}
