namespace DatadogOps.Telemetry;

/// <summary>Stable ids of what can go wrong on the way to Datadog. Scripts may test for them; they never change.</summary>
public static class TelemetryErrorIds
{
    /// <summary>A metric's name is empty, too long, or does not begin with a letter.</summary>
    public const string MetricNameInvalid = nameof(MetricNameInvalid);

    /// <summary>A value is not a finite number.</summary>
    public const string MetricValueInvalid = nameof(MetricValueInvalid);

    /// <summary>A tag or host name is too long.</summary>
    public const string MetricTagInvalid = nameof(MetricTagInvalid);

    /// <summary>A point is older than Datadog takes, or than its type can say by DogStatsD.</summary>
    public const string MetricTooOld = nameof(MetricTooOld);

    /// <summary>A point lies further in the future than Datadog takes.</summary>
    public const string MetricTooFarAhead = nameof(MetricTooFarAhead);

    /// <summary>The transport has no such metric type.</summary>
    public const string MetricTypeNotSupported = nameof(MetricTypeNotSupported);

    /// <summary>One metric alone is larger than a datagram or a request may be.</summary>
    public const string MetricTooLarge = nameof(MetricTooLarge);

    /// <summary>An object from the pipeline is no metric and does not say which metrics it stands for.</summary>
    public const string MetricInputUnknown = nameof(MetricInputUnknown);

    /// <summary>An object lacks a property that was asked for, or reading it failed.</summary>
    public const string MetricPropertyMissing = nameof(MetricPropertyMissing);

    /// <summary>A property cannot be read as what it is needed for: a number, a time, a type.</summary>
    public const string MetricPropertyInvalid = nameof(MetricPropertyInvalid);

    /// <summary>Parameters of different transports were given together.</summary>
    public const string MetricTransportConflict = nameof(MetricTransportConflict);

    /// <summary>An event has no title.</summary>
    public const string EventTitleInvalid = nameof(EventTitleInvalid);

    /// <summary>An event's text is longer than Datadog takes.</summary>
    public const string EventTextInvalid = nameof(EventTextInvalid);

    /// <summary>Another property of an event is not one that Datadog takes.</summary>
    public const string EventFieldInvalid = nameof(EventFieldInvalid);

    /// <summary>An event is larger than a datagram or a request may be.</summary>
    public const string EventTooLarge = nameof(EventTooLarge);

    /// <summary>A service check has no name, or one that is too long.</summary>
    public const string ServiceCheckNameInvalid = nameof(ServiceCheckNameInvalid);

    /// <summary>A service check's status is not one of the four.</summary>
    public const string ServiceCheckStatusInvalid = nameof(ServiceCheckStatusInvalid);

    /// <summary>A service check's time is not one that Datadog takes.</summary>
    public const string ServiceCheckTimeInvalid = nameof(ServiceCheckTimeInvalid);

    /// <summary>A service check is larger than a datagram or a request may be.</summary>
    public const string ServiceCheckTooLarge = nameof(ServiceCheckTooLarge);

    /// <summary>The DogStatsD endpoint cannot be understood.</summary>
    public const string DogStatsDEndpointInvalid = nameof(DogStatsDEndpointInvalid);

    /// <summary>The DogStatsD endpoint cannot be reached at all.</summary>
    public const string DogStatsDUnreachable = nameof(DogStatsDUnreachable);

    /// <summary>Datagrams were not taken: nothing listens, or the receiver is full.</summary>
    public const string DogStatsDNotDelivered = nameof(DogStatsDNotDelivered);

    /// <summary>No such Datadog site.</summary>
    public const string DatadogSiteUnknown = nameof(DatadogSiteUnknown);

    /// <summary>The API's address is specified twice.</summary>
    public const string DatadogSiteConflict = nameof(DatadogSiteConflict);

    /// <summary>The address of the API cannot be used.</summary>
    public const string DatadogApiUriInvalid = nameof(DatadogApiUriInvalid);

    /// <summary>No API key was given.</summary>
    public const string DatadogApiKeyMissing = nameof(DatadogApiKeyMissing);

    /// <summary>What was given cannot be an API key.</summary>
    public const string DatadogApiKeyInvalid = nameof(DatadogApiKeyInvalid);

    /// <summary>Datadog does not know the API key.</summary>
    public const string DatadogApiKeyRefused = nameof(DatadogApiKeyRefused);

    /// <summary>No application key was given.</summary>
    public const string DatadogApplicationKeyMissing = nameof(DatadogApplicationKeyMissing);

    /// <summary>What was given cannot be an application key.</summary>
    public const string DatadogApplicationKeyInvalid = nameof(DatadogApplicationKeyInvalid);

    /// <summary>Datadog does not know what was asked for by its id.</summary>
    public const string DatadogNotFound = nameof(DatadogNotFound);

    /// <summary>What was to be created exists already.</summary>
    public const string DatadogConflict = nameof(DatadogConflict);

    /// <summary>Datadog refused what was sent.</summary>
    public const string DatadogRefused = nameof(DatadogRefused);

    /// <summary>A request was larger than the receiver takes.</summary>
    public const string DatadogPayloadTooLarge = nameof(DatadogPayloadTooLarge);

    /// <summary>Too many requests for this organisation.</summary>
    public const string DatadogRateLimited = nameof(DatadogRateLimited);

    /// <summary>Datadog answered with a failure of its own.</summary>
    public const string DatadogUnavailable = nameof(DatadogUnavailable);

    /// <summary>The answer is not one that Datadog gives: a redirect, a page of a proxy, half an answer.</summary>
    public const string DatadogAnswerUnknown = nameof(DatadogAnswerUnknown);

    /// <summary>The host's name does not resolve.</summary>
    public const string DatadogHostNotFound = nameof(DatadogHostNotFound);

    /// <summary>No secure connection could be agreed on.</summary>
    public const string DatadogTlsFailed = nameof(DatadogTlsFailed);

    /// <summary>The host cannot be reached.</summary>
    public const string DatadogUnreachable = nameof(DatadogUnreachable);

    /// <summary>No answer in the time allowed.</summary>
    public const string DatadogTimeout = nameof(DatadogTimeout);

    /// <summary>This machine's clock is far from Datadog's.</summary>
    public const string DatadogClockSkewed = nameof(DatadogClockSkewed);

    /// <summary>A log entry is empty, or larger than Datadog keeps.</summary>
    public const string LogInvalid = nameof(LogInvalid);

    /// <summary>An event, service check or log entry is older than Datadog takes.</summary>
    public const string TimeTooOld = nameof(TimeTooOld);

    /// <summary>An event, service check or log entry lies further in the future than Datadog takes.</summary>
    public const string TimeTooFarAhead = nameof(TimeTooFarAhead);

    /// <summary>A transport does not carry such things.</summary>
    public const string TransportLacksKind = nameof(TransportLacksKind);

    /// <summary>The folder for what could not be delivered cannot be used.</summary>
    public const string SpoolUnusable = nameof(SpoolUnusable);

    /// <summary>A file in the spool is torn or none of this module's, and was set aside.</summary>
    public const string SpoolFileRejected = nameof(SpoolFileRejected);

    /// <summary>What waited in the spool has become older than Datadog takes, and was set aside.</summary>
    public const string SpoolFileExpired = nameof(SpoolFileExpired);

    /// <summary>The spool was full, and its oldest files were dropped.</summary>
    public const string SpoolFull = nameof(SpoolFull);
}
