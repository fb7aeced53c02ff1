using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Context;

/// <summary>
/// Where Datadog is and how to reach it: what <c>Connect-Datadog</c> sets up once, and every cmdlet that connects to Datadog uses.
/// Shows whether there are keys, never the keys.
/// </summary>
public sealed record DatadogContext
{
    /// <summary>Where the API is.</summary>
    public required DatadogSite Site { get; init; }

    /// <summary>Base address of the API.</summary>
    public Uri ApiUri => Site.ApiUri;

    /// <summary>Where DogStatsD listens.</summary>
    public required DogStatsDEndpoint DogStatsDEndpoint { get; init; }

    /// <summary>How metrics, events and service checks are sent: one of <see cref="DatadogTransport"/>.</summary>
    public string Transport
    {
        get;
        init => field = Word.Canonical(value, DatadogTransport.DogStatsD, DatadogTransport.Api);
    } = DatadogTransport.DogStatsD;

    /// <summary>Tags that everything sent gets.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Whether there is an API key.</summary>
    public bool HasApiKey => ApiKey is not null;

    /// <summary>Whether there is an application key.</summary>
    public bool HasApplicationKey => ApplicationKey is not null;

    /// <summary>Folder of the spool; null for the user's own, <see cref="SpoolOptions.DefaultPath"/>.</summary>
    public string? SpoolPath { get; init; }

    /// <summary>Maximum size of the spool in megabytes.</summary>
    public int MaxSpoolMegabytes { get; init; } = SpoolOptions.DefaultMaxMegabytes;

    internal DatadogKey? ApiKey { get; init; }

    internal DatadogKey? ApplicationKey { get; init; }

    /// <summary>The settings of the environment: DD_SITE, DD_API_KEY, DD_APP_KEY, DD_DOGSTATSD_URL, DD_AGENT_HOST, DD_DOGSTATSD_PORT, DATADOGOPS_SPOOL.</summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <exception cref="OperationException">A variable is invalid; the message names it.</exception>
    public static DatadogContext FromEnvironment(Func<string, string?> environment) => new()
    {
        Site = DatadogSite.FromEnvironment(environment),
        DogStatsDEndpoint = DogStatsDEndpoint.FromEnvironment(environment),
        SpoolPath = SpoolOptions.PathFromEnvironment(environment),
        ApiKey = DatadogKey.FromEnvironment(DatadogKeyKind.Api, environment),
        ApplicationKey = DatadogKey.FromEnvironment(DatadogKeyKind.Application, environment),
    };

    /// <summary>This context with other keys; null keeps a key.</summary>
    public DatadogContext WithKeys(DatadogKey? apiKey, DatadogKey? applicationKey) =>
        this with { ApiKey = apiKey ?? ApiKey, ApplicationKey = applicationKey ?? ApplicationKey };

    /// <summary>
    /// This context at another site. A key belongs to one site and is never sent to another: the keys of the environment replace
    /// those of this context.
    /// </summary>
    /// <param name="site">The other site.</param>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <exception cref="OperationException">A variable does not contain a valid key.</exception>
    public DatadogContext At(DatadogSite site, Func<string, string?> environment) => site == Site ? this : this with
    {
        Site = site,
        ApiKey = DatadogKey.FromEnvironment(DatadogKeyKind.Api, environment),
        ApplicationKey = DatadogKey.FromEnvironment(DatadogKeyKind.Application, environment),
    };

    /// <summary>A client of the API of this context. A missing application key is reported when a request needs it.</summary>
    /// <param name="options">How requests are made.</param>
    /// <exception cref="OperationException">There is no API key.</exception>
    public DatadogApiClient OpenApi(DatadogApiOptions options) =>
        new(Site, ApiKey ?? throw DatadogKey.Missing(DatadogKeyKind.Api), options, ApplicationKey);

    /// <summary>A sender by the API of this context.</summary>
    /// <param name="options">How requests are made.</param>
    /// <param name="spool">Keeps what cannot be delivered; null to drop it.</param>
    /// <exception cref="OperationException">There is no API key.</exception>
    public ApiSender OpenSender(DatadogApiOptions options, DeliverySpool? spool) =>
        ApiSender.Create(Site, ApiKey ?? throw DatadogKey.Missing(DatadogKeyKind.Api, isForSending: true), options, spool);
}
