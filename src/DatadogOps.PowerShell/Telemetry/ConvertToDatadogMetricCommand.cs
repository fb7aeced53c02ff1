using System.Collections;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>
/// Makes metrics of objects: of the module's own objects, which know theirs, and of any other by naming the properties that
/// hold values and tags. Sends nothing.
/// </summary>
[Cmdlet(VerbsData.ConvertTo, "DatadogMetric", DefaultParameterSetName = KnownSet)]
[OutputType(typeof(DatadogMetric))]
public sealed class ConvertToDatadogMetricCommand : DatadogOpsCmdlet
{
    private const string KnownSet = "Known";
    private const string PropertySet = "Property";

    private string[] _names = [];
    private string[] _tagNames = [];
    private TagSet? _constant;

    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Name of the metric; with several value properties the beginning of the names, to which each property's own is added.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PropertySet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Properties that hold the values.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PropertySet)]
    [ValidateNotNullOrEmpty]
    public string[] ValueProperty { get; set; } = [];

    /// <summary>Properties that become tags, such as <c>client_address:10.0.0.1</c> of <c>ClientAddress</c>; an empty one gives none.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    [ValidateNotNullOrEmpty]
    public string[] TagProperty { get; set; } = [];

    /// <summary>How Datadog aggregates the points.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    [ValidateSet(MetricType.Gauge, MetricType.Count, MetricType.Rate, MetricType.Histogram, MetricType.Distribution, MetricType.Timer, MetricType.Set)]
    public string Type { get; set; } = MetricType.Gauge;

    /// <summary>Property that holds the host.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    [ValidateNotNullOrEmpty]
    public string? HostProperty { get; set; }

    /// <summary>Property that holds the time: a date, text, or seconds or milliseconds since 1970.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    [ValidateNotNullOrEmpty]
    public string? TimestampProperty { get; set; }

    /// <summary>Unit in Datadog's terms: <c>connection</c>, <c>second</c>, <c>byte</c>.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    public string? Unit { get; set; }

    /// <summary>Seconds that a count or rate covers.</summary>
    [Parameter(ParameterSetName = PropertySet)]
    [ValidateRange(1, int.MaxValue)]
    public int IntervalSec { get; set; }

    /// <summary>Tags for all of the metrics.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _constant = ObjectReader.ParseTags(Tag);
        _names = ValueProperty.Length == 1 ? [Name] : [.. ValueProperty.Select(property => Name + "." + ObjectReader.ToSnakeCase(property))];
        _tagNames = [.. TagProperty.Select(ObjectReader.ToSnakeCase)];
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (ParameterSetName == PropertySet)
            {
                WriteFromProperties();
            }
            else
            {
                WriteKnown();
            }
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, InputObject));
        }
    }

    private void WriteKnown()
    {
        foreach (DatadogMetric metric in TelemetryReader.Items(InputObject, static source => source.GetMetrics(), static item => throw new OperationException(
            CommandErrorIds.InputObjectUnknown,
            OperationErrorKind.InvalidInput,
            item.Item.BaseObject.GetType().Name,
            $"{ObjectReader.Describe(item.Item)} has no known metrics.",
            "Specify -Name and -ValueProperty.")))
        {
            WriteObject(WithConstantTags(metric));
        }
    }

    private void WriteFromProperties()
    {
        PSObject item = InputObject;
        TagSet tags = ReadTags(item);
        object? host = HostProperty is null ? null : ObjectReader.Get(item, HostProperty);
        object? time = TimestampProperty is null ? null : ObjectReader.Get(item, TimestampProperty);
        DateTimeOffset? timestamp = ObjectReader.IsNothing(time) ? null : ObjectReader.ToTime(item, TimestampProperty!, time!);
        for (int i = 0; i < ValueProperty.Length; i++)
        {
            try
            {
                object? value = ObjectReader.Get(item, ValueProperty[i]);
                if (ObjectReader.IsNothing(value))
                {
                    // Nothing was observed, which is not an error and not a zero.
                    WriteVerbose($"Skipped {_names[i]}: the property '{ValueProperty[i]}' of {ObjectReader.Describe(item)} is empty.");
                    continue;
                }

                WriteObject(new DatadogMetric
                {
                    Name = _names[i],
                    Value = ObjectReader.ToNumber(item, ValueProperty[i], value!),
                    Type = Type,
                    Timestamp = timestamp,
                    HostName = ObjectReader.IsNothing(host) ? null : ObjectReader.ToText(host!),
                    Tags = tags,
                    Unit = Unit,
                    IntervalSec = IntervalSec == 0 ? null : IntervalSec,
                });
            }
            catch (OperationException error)
            {
                // The other values of the same object are still good.
                WriteError(ObjectReader.ToRecord(error, item));
            }
        }
    }

    private TagSet ReadTags(PSObject item)
    {
        if (TagProperty.Length == 0)
        {
            return _constant!;
        }

        var tags = new List<string>(TagProperty.Length + _constant!.Count);
        for (int i = 0; i < TagProperty.Length; i++)
        {
            object? value = ObjectReader.Get(item, TagProperty[i]);
            if (value is IEnumerable list and not string)
            {
                foreach (object? one in list)
                {
                    AddTag(_tagNames[i], ObjectReader.Unwrap(one));
                }
            }
            else
            {
                AddTag(_tagNames[i], value);
            }
        }

        tags.AddRange(_constant);
        return tags.Count == 0 ? TagSet.Empty : new TagSet([.. tags]);

        void AddTag(string name, object? value)
        {
            if (!ObjectReader.IsNothing(value))
            {
                tags.Add(name + ":" + ObjectReader.ToText(value!));
            }
        }
    }

    private DatadogMetric WithConstantTags(DatadogMetric metric) =>
        _constant!.Count == 0 ? metric : metric with { Tags = metric.Tags.With(_constant.AsSpan()) };
}
