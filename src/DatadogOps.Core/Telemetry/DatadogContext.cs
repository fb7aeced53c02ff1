namespace DatadogOps.Telemetry;

/// <summary>
/// Where Datadog is and how it is spoken to: what <c>Connect-Datadog</c> sets up once, and all cmdlets that talk to Datadog take.
/// Shows whether there are keys, and never the keys.
/// </summary>
public sealed record DatadogContext
{
    /// <summary>Where the API is.</summary>
    public required DatadogSite Site { get; init; }

    /// <summary>Base address of the API.</summary>
    public Uri ApiUri => Site.ApiUri;

    /// <summary>Where DogStatsD listens.</summary>
    public required DogStatsDEndpoint DogStatsDEndpoint { get; init; }

    /// <summary>How is sent what can be sent both ways.</summary>
    public DatadogTransport Transport { get; init; }

    /// <summary>Tags that all that is sent gets.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Whether there is an API key.</summary>
    public bool HasApiKey => ApiKey is not null;

    /// <summary>Whether there is an application key.</summary>
    public bool HasApplicationKey => ApplicationKey is not null;

    internal DatadogKey? ApiKey { get; init; }

    internal DatadogKey? ApplicationKey { get; init; }

    /// <summary>What the environment says: DD_SITE, DD_API_KEY, DD_APP_KEY, DD_DOGSTATSD_URL, DD_AGENT_HOST, DD_DOGSTATSD_PORT.</summary>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="OperationException">A variable cannot be understood; the message names it.</exception>
    public static DatadogContext FromEnvironment(Func<string, string?> environment) => new()
    {
        Site = DatadogSite.FromEnvironment(environment),
        DogStatsDEndpoint = DogStatsDEndpoint.FromEnvironment(environment),
        ApiKey = DatadogKey.FromEnvironment(DatadogKeyKind.Api, environment),
        ApplicationKey = DatadogKey.FromEnvironment(DatadogKeyKind.Application, environment),
    };

    /// <summary>This context with other keys; null leaves a key as it is.</summary>
    public DatadogContext WithKeys(DatadogKey? apiKey, DatadogKey? applicationKey) =>
        this with { ApiKey = apiKey ?? ApiKey, ApplicationKey = applicationKey ?? ApplicationKey };

    /// <summary>A client of the API of this context. Keys that are missing are told when a request needs them.</summary>
    /// <param name="options">How requests are made.</param>
    /// <exception cref="OperationException">There is no API key.</exception>
    public DatadogApiClient OpenApi(DatadogApiOptions options) =>
        new(Site, ApiKey ?? throw DatadogKey.Missing(DatadogKeyKind.Api), options, ApplicationKey);
}
