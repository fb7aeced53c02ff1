namespace DatadogOps.Telemetry;

/// <summary>Stable ids of the errors of sending, and of Datadog's API. Scripts may test for them; they never change.</summary>
public static class TelemetryErrorIds
{
    /// <summary>A metric's name is empty, too long, or does not begin with a letter.</summary>
    public const string MetricNameInvalid = nameof(MetricNameInvalid);

    /// <summary>A metric's value is not a finite number.</summary>
    public const string MetricValueInvalid = nameof(MetricValueInvalid);

    /// <summary>A metric's tag or host name is too long.</summary>
    public const string MetricTagInvalid = nameof(MetricTagInvalid);

    /// <summary>A point is older than Datadog accepts, or than DogStatsD can transmit for its type.</summary>
    public const string MetricTooOld = nameof(MetricTooOld);

    /// <summary>A point is further in the future than Datadog accepts.</summary>
    public const string MetricTooFarAhead = nameof(MetricTooFarAhead);

    /// <summary>There is no such metric type.</summary>
    public const string MetricTypeUnknown = nameof(MetricTypeUnknown);

    /// <summary>The transport does not support the metric type.</summary>
    public const string MetricTypeNotSupported = nameof(MetricTypeNotSupported);

    /// <summary>A single metric is larger than a datagram or a request may be.</summary>
    public const string MetricTooLarge = nameof(MetricTooLarge);

    /// <summary>An event has no title, or one that is too long.</summary>
    public const string EventTitleInvalid = nameof(EventTitleInvalid);

    /// <summary>An event's text is longer than Datadog accepts.</summary>
    public const string EventTextInvalid = nameof(EventTextInvalid);

    /// <summary>Another property of an event is not one that Datadog accepts.</summary>
    public const string EventFieldInvalid = nameof(EventFieldInvalid);

    /// <summary>An event's tag or host name is too long.</summary>
    public const string EventTagInvalid = nameof(EventTagInvalid);

    /// <summary>An event is older than Datadog accepts.</summary>
    public const string EventTooOld = nameof(EventTooOld);

    /// <summary>An event is further in the future than Datadog accepts.</summary>
    public const string EventTooFarAhead = nameof(EventTooFarAhead);

    /// <summary>An event is larger than a datagram or a request may be.</summary>
    public const string EventTooLarge = nameof(EventTooLarge);

    /// <summary>A service check has no name, or one that is too long.</summary>
    public const string ServiceCheckNameInvalid = nameof(ServiceCheckNameInvalid);

    /// <summary>A service check's status is not one of the four.</summary>
    public const string ServiceCheckStatusInvalid = nameof(ServiceCheckStatusInvalid);

    /// <summary>A service check's tag or host name is too long.</summary>
    public const string ServiceCheckTagInvalid = nameof(ServiceCheckTagInvalid);

    /// <summary>A service check is older than Datadog accepts.</summary>
    public const string ServiceCheckTooOld = nameof(ServiceCheckTooOld);

    /// <summary>A service check is further in the future than Datadog accepts.</summary>
    public const string ServiceCheckTooFarAhead = nameof(ServiceCheckTooFarAhead);

    /// <summary>A service check is larger than a datagram or a request may be.</summary>
    public const string ServiceCheckTooLarge = nameof(ServiceCheckTooLarge);

    /// <summary>A log entry has no message.</summary>
    public const string LogMessageMissing = nameof(LogMessageMissing);

    /// <summary>A log entry's tag or host name is too long.</summary>
    public const string LogTagInvalid = nameof(LogTagInvalid);

    /// <summary>A log entry is older than Datadog accepts.</summary>
    public const string LogTooOld = nameof(LogTooOld);

    /// <summary>A log entry is further in the future than Datadog accepts.</summary>
    public const string LogTooFarAhead = nameof(LogTooFarAhead);

    /// <summary>A log entry is longer than Datadog keeps.</summary>
    public const string LogTooLarge = nameof(LogTooLarge);

    /// <summary>DogStatsD does not carry logs.</summary>
    public const string LogNotSupported = nameof(LogNotSupported);

    /// <summary>A property of an object of this module was lost or changed on its way through a file, a job or a remote session.</summary>
    public const string SourcePropertyInvalid = nameof(SourcePropertyInvalid);

    /// <summary>A tag of the command or of its context is too long.</summary>
    public const string TagInvalid = nameof(TagInvalid);

    /// <summary>Parameters of different transports were specified together.</summary>
    public const string TransportConflict = nameof(TransportConflict);

    /// <summary>The DogStatsD endpoint is not a valid address.</summary>
    public const string DogStatsDEndpointInvalid = nameof(DogStatsDEndpointInvalid);

    /// <summary>The DogStatsD endpoint cannot be reached.</summary>
    public const string DogStatsDUnreachable = nameof(DogStatsDUnreachable);

    /// <summary>Datagrams were not delivered: nothing listens, or the receiver is full.</summary>
    public const string DogStatsDNotDelivered = nameof(DogStatsDNotDelivered);

    /// <summary>There is no such Datadog site.</summary>
    public const string DatadogSiteUnknown = nameof(DatadogSiteUnknown);

    /// <summary>The API's address is specified twice.</summary>
    public const string DatadogSiteConflict = nameof(DatadogSiteConflict);

    /// <summary>The address of the API cannot be used.</summary>
    public const string DatadogApiUriInvalid = nameof(DatadogApiUriInvalid);

    /// <summary>There is no API key.</summary>
    public const string DatadogApiKeyMissing = nameof(DatadogApiKeyMissing);

    /// <summary>The API key contains characters that no key has.</summary>
    public const string DatadogApiKeyInvalid = nameof(DatadogApiKeyInvalid);

    /// <summary>Datadog rejected the keys.</summary>
    public const string DatadogApiKeyRefused = nameof(DatadogApiKeyRefused);

    /// <summary>There is no application key.</summary>
    public const string DatadogApplicationKeyMissing = nameof(DatadogApplicationKeyMissing);

    /// <summary>The application key contains characters that no key has.</summary>
    public const string DatadogApplicationKeyInvalid = nameof(DatadogApplicationKeyInvalid);

    /// <summary>Datadog has no object with this id.</summary>
    public const string DatadogNotFound = nameof(DatadogNotFound);

    /// <summary>The object to create already exists.</summary>
    public const string DatadogConflict = nameof(DatadogConflict);

    /// <summary>Datadog rejected the request.</summary>
    public const string DatadogRefused = nameof(DatadogRefused);

    /// <summary>A request was larger than the server accepts.</summary>
    public const string DatadogPayloadTooLarge = nameof(DatadogPayloadTooLarge);

    /// <summary>The organization made too many requests.</summary>
    public const string DatadogRateLimited = nameof(DatadogRateLimited);

    /// <summary>Datadog failed to process the request.</summary>
    public const string DatadogUnavailable = nameof(DatadogUnavailable);

    /// <summary>The answer is not one of Datadog's: a redirect, a proxy's page, or half an answer.</summary>
    public const string DatadogAnswerUnknown = nameof(DatadogAnswerUnknown);

    /// <summary>The host name does not resolve.</summary>
    public const string DatadogHostNotFound = nameof(DatadogHostNotFound);

    /// <summary>No TLS connection could be established.</summary>
    public const string DatadogTlsFailed = nameof(DatadogTlsFailed);

    /// <summary>The host cannot be reached.</summary>
    public const string DatadogUnreachable = nameof(DatadogUnreachable);

    /// <summary>No answer arrived in time.</summary>
    public const string DatadogTimeout = nameof(DatadogTimeout);

    /// <summary>This machine's clock differs too much from Datadog's.</summary>
    public const string DatadogClockSkewed = nameof(DatadogClockSkewed);

    /// <summary>The spool's folder cannot be used.</summary>
    public const string SpoolUnusable = nameof(SpoolUnusable);

    /// <summary>An object is not an entry of a spool.</summary>
    public const string SpoolEntryInvalid = nameof(SpoolEntryInvalid);

    /// <summary>A spool file is damaged, was not written by this module, or was rejected; it was set aside.</summary>
    public const string SpoolFileRejected = nameof(SpoolFileRejected);

    /// <summary>A spool file became older than Datadog accepts, and was set aside.</summary>
    public const string SpoolFileExpired = nameof(SpoolFileExpired);

    /// <summary>The spool was full, and its oldest files were dropped.</summary>
    public const string SpoolFull = nameof(SpoolFull);
}
