using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using DatadogOps.Hosting;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>Delivers metrics to Datadog: by DogStatsD to an Agent nearby, or by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogMetric", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogMetricCommand : DatadogOpsCmdlet
{
    private const string ObjectSet = "Object";
    private const string ValueSet = "Value";

    // Faults in the background are told this often while metrics come in, so that a dead receiver gives some errors and not thousands.
    private const int FaultMilliseconds = 1000;

    // What was taken before Ctrl+C may still leave in this time.
    private const int LastFlushMilliseconds = 400;

    // Kept as numbers: fields of types from the core library would load that library with this class, on import.
    private int _type;
    private int _transport;

    private TelemetrySender? _sender;
    private bool _isPreview;
    private bool _isDeclined;
    private bool _isDone;
    private long _started;
    private long _faultsLookedFor;
    private object? _target;

    /// <summary>Metrics, the module's own objects, or any objects with the properties Name and Value, and optionally Type, Tags, HostName, Timestamp, Unit and IntervalSec.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Name of the metric.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ValueSet)]
    public double Value { get; set; }

    /// <summary>How Datadog aggregates it.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public MetricType Type
    {
        get => (MetricType)_type;
        set => _type = (int)value;
    }

    /// <summary>Host that it belongs to; with several, each gets the point.</summary>
    [Parameter(ParameterSetName = ValueSet)]
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

    /// <summary>Tags for all of the metrics.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>How to deliver. Unless said otherwise by DogStatsD, or by the API where a parameter of the API is given.</summary>
    [Parameter]
    public DatadogTransport Transport
    {
        get => (DatadogTransport)_transport;
        set => _transport = (int)value;
    }

    /// <summary>Where DogStatsD listens: udp://host:port or unix:///path. Unless given, from DD_DOGSTATSD_URL, DD_AGENT_HOST and DD_DOGSTATSD_PORT, else udp://127.0.0.1:8125.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DogStatsDEndpoint { get; set; }

    /// <summary>Datadog site, such as us3.datadoghq.com. Unless given, from DD_SITE, else datadoghq.com.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Site { get; set; }

    /// <summary>Base address of another receiver that answers as the API does.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>API key, as a SecureString or as text. Unless given, from DD_API_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>Seconds that one request, or one datagram to a full receiver, may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>Puts out one object that says what was accepted and what dropped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Settings that cannot work end the command before the first metric, not in the middle.
        try
        {
            ChooseTransport();
            _target = Transport == DatadogTransport.Api ? ResolveSite() : ResolveEndpoint();
            foreach (string tag in ObjectReader.ParseTags(Tag))
            {
                if (MetricRules.CheckTag(tag) is { } refusal)
                {
                    throw refusal;
                }
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (ParameterSetName == ValueSet)
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
                if (HostName is null)
                {
                    Send(metric);
                }

                foreach (string host in HostName ?? [])
                {
                    Send(metric with { HostName = host });
                }
            }
            else if (InputObject.BaseObject is DatadogMetric known)
            {
                Send(known);
            }
            else if (InputObject.BaseObject is ITelemetrySource source)
            {
                foreach (DatadogMetric one in source.GetMetrics())
                {
                    Send(one);
                }
            }
            else
            {
                Send(ReadMetric(InputObject));
            }
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, ParameterSetName == ValueSet ? Name : InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_sender is not { } sender)
        {
            return;
        }

        Wait(sender.FlushAsync(StopToken).AsTask());
        _isDone = true;
        WriteFaults(sender);
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        if (_isPreview)
        {
            return;
        }

        WriteVerbose(string.Create(
            CultureInfo.InvariantCulture,
            $"{sender.Endpoint}: {sender.Accepted} accepted, {sender.Dropped} dropped, {sender.Bytes} bytes in {sender.Requests} {(Transport == DatadogTransport.Api ? "requests" : "datagrams")}, {seconds:0.000} s."));
        if (PassThru)
        {
            WriteObject(new DatadogSendResult
            {
                Transport = Transport,
                Endpoint = sender.Endpoint,
                Accepted = sender.Accepted,
                Dropped = sender.Dropped,
                Bytes = sender.Bytes,
                Requests = sender.Requests,
                Seconds = Math.Round(seconds, 3),
            });
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_sender is { } sender)
        {
            if (!_isDone && !_isPreview)
            {
                // Ctrl+C is the usual end of a continuous sampling: the last seconds' points are good ones.
                FinishWithin(LastFlushMilliseconds, token => sender.FlushAsync(token).AsTask());
            }

            sender.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string? Environment(string name) => System.Environment.GetEnvironmentVariable(name);

    private static DatadogMetric ReadMetric(PSObject item)
    {
        if (!ObjectReader.TryGet(item, nameof(DatadogMetric.Name), out object? name)
            || !ObjectReader.TryGet(item, nameof(DatadogMetric.Value), out object? value)
            || ObjectReader.IsNothing(name))
        {
            throw new OperationException(
                TelemetryErrorIds.MetricInputUnknown,
                OperationErrorKind.InvalidInput,
                item.BaseObject.GetType().Name,
                $"There is no metric in {ObjectReader.Describe(item)}: it has not both a Name and a Value.",
                "Make metrics of such objects with ConvertTo-DatadogMetric -Name -ValueProperty.");
        }

        if (ObjectReader.IsNothing(value))
        {
            throw new OperationException(
                TelemetryErrorIds.MetricPropertyInvalid,
                OperationErrorKind.InvalidInput,
                ObjectReader.ToText(name!),
                $"The metric '{ObjectReader.ToText(name!)}' has no value.",
                "Leave such objects out.");
        }

        object? Optional(string property) =>
            ObjectReader.TryGet(item, property, out object? found) && !ObjectReader.IsNothing(found) ? found : null;

        return new DatadogMetric
        {
            Name = ObjectReader.ToText(name!),
            Value = ObjectReader.ToNumber(item, nameof(DatadogMetric.Value), value!),
            Type = Optional(nameof(DatadogMetric.Type)) is { } type ? ObjectReader.ToType(item, nameof(DatadogMetric.Type), type) : MetricType.Gauge,
            Tags = ObjectReader.ToTags(Optional(nameof(DatadogMetric.Tags)) ?? Optional("Tag")),
            HostName = Optional(nameof(DatadogMetric.HostName)) is { } host ? ObjectReader.ToText(host) : null,
            Timestamp = Optional(nameof(DatadogMetric.Timestamp)) is { } time ? ObjectReader.ToTime(item, nameof(DatadogMetric.Timestamp), time) : null,
            Unit = Optional(nameof(DatadogMetric.Unit)) is { } unit ? ObjectReader.ToText(unit) : null,
            IntervalSec = Optional(nameof(DatadogMetric.IntervalSec)) is { } interval ? ObjectReader.ToCount(item, nameof(DatadogMetric.IntervalSec), interval) : null,
        };
    }

    private void ChooseTransport()
    {
        bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

        string? ofApi = new[] { nameof(ApiUri), nameof(Site), nameof(ApiKey) }.FirstOrDefault(IsBound);
        string? ofDogStatsD = IsBound(nameof(DogStatsDEndpoint)) ? nameof(DogStatsDEndpoint) : null;
        if (!IsBound(nameof(Transport)))
        {
            Transport = ofApi is not null && ofDogStatsD is null ? DatadogTransport.Api : DatadogTransport.DogStatsD;
        }

        string? foreign = Transport == DatadogTransport.Api ? ofDogStatsD : ofApi;
        if (foreign is not null)
        {
            throw new OperationException(
                TelemetryErrorIds.MetricTransportConflict,
                OperationErrorKind.InvalidInput,
                foreign,
                $"-{foreign} has no meaning when metrics travel by {(Transport == DatadogTransport.Api ? "the API" : "DogStatsD")}.",
                "Leave it out, or change -Transport.");
        }

        if (IsBound(nameof(Site)) && IsBound(nameof(ApiUri)))
        {
            throw new OperationException(
                TelemetryErrorIds.MetricTransportConflict,
                OperationErrorKind.InvalidInput,
                nameof(Site),
                "-Site and -ApiUri both say where the API is.",
                "Give one of them.");
        }
    }

    private DatadogSite ResolveSite() =>
        ApiUri is not null ? DatadogSite.FromUri(ApiUri)
        : Site is not null ? DatadogSite.FromName(Site)
        : DatadogSite.FromEnvironment(Environment);

    private DogStatsDEndpoint ResolveEndpoint() =>
        DogStatsDEndpoint is not null ? Telemetry.DogStatsDEndpoint.Parse(DogStatsDEndpoint) : Telemetry.DogStatsDEndpoint.FromEnvironment(Environment);

    private void Send(DatadogMetric metric)
    {
        if (_sender is null && !_isDeclined)
        {
            Open();
        }

        if (_sender is not { } sender)
        {
            return;
        }

        ValueTask<OperationException?> adding;
        try
        {
            adding = sender.AddAsync(metric, StopToken);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        OperationException? refusal = adding.IsCompletedSuccessfully ? adding.Result : Wait(adding.AsTask());
        if (refusal is not null)
        {
            WriteError(ObjectReader.ToRecord(refusal, metric));
        }

        long now = System.Environment.TickCount64;
        if (now - _faultsLookedFor >= FaultMilliseconds)
        {
            _faultsLookedFor = now;
            WriteFaults(sender);
        }
    }

    // One question for the whole command; under -WhatIf each payload then shows itself.
    private void Open()
    {
        string how = Transport == DatadogTransport.Api ? "by the API" : "by DogStatsD";
        string action = $"Send metrics {how} to {_target}";
        bool yes = ShouldProcess(action, action + "?", "Send-DatadogMetric", out ShouldProcessReason reason);
        _isPreview = !yes && reason.HasFlag(ShouldProcessReason.WhatIf);
        _isDeclined = !yes && !_isPreview;
        if (_isDeclined)
        {
            return;
        }

        _started = Stopwatch.GetTimestamp();
        _faultsLookedFor = System.Environment.TickCount64;
        try
        {
            _sender = Transport == DatadogTransport.Api ? OpenApi((DatadogSite)_target!) : OpenDogStatsD((DogStatsDEndpoint)_target!);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private DogStatsDClient OpenDogStatsD(DogStatsDEndpoint endpoint)
    {
        var options = new DogStatsDOptions
        {
            ConstantTags = DogStatsDTags.FromEnvironment(Environment).With(ObjectReader.ParseTags(Tag).AsSpan()),
            SendTimeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        return _isPreview
            ? DogStatsDClient.Preview(endpoint, options, datagram => Show($"Send a datagram to {endpoint}:\n{datagram}"))
            : Wait(DogStatsDClient.ConnectAsync(endpoint, options, StopToken));
    }

    private SeriesSender OpenApi(DatadogSite site)
    {
        DatadogKey? key = ApiKey is not null ? new DatadogKey(DatadogKeyKind.Api, ApiKey) : DatadogKey.FromEnvironment(DatadogKeyKind.Api, Environment);
        var options = new DatadogApiOptions
        {
            ConstantTags = ObjectReader.ParseTags(Tag),
            // As the Agent does by DogStatsD; a point without a host would be another series than the one that it sends.
            DefaultHost = Environment("DD_HOSTNAME") ?? System.Environment.MachineName,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        };
        if (!_isPreview)
        {
            return SeriesSender.Create(site, key ?? throw DatadogKey.Missing(DatadogKeyKind.Api), options);
        }

        if (key is null)
        {
            OperationException missing = DatadogKey.Missing(DatadogKeyKind.Api);
            WriteWarning($"{missing.Message} Without -WhatIf this command would fail. {missing.Advice}");
        }

        return SeriesSender.Preview(site, options, Show);
    }

    private void Show(string payload) => ShouldProcess(payload, payload, "Send-DatadogMetric");

    private void WriteFaults(TelemetrySender sender)
    {
        while (sender.TakeFault() is { } fault)
        {
            if (fault.Kind == OperationErrorKind.AuthenticationFailed)
            {
                // No further payload will fare better.
                _isDone = true;
                ThrowTerminatingError(ToErrorRecord(fault));
            }

            WriteError(ToErrorRecord(fault));
        }
    }
}
