using DatadogOps.Common;
using DatadogOps.Intake;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Context;

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

    /// <summary>Folder that keeps what could not be delivered; null for the user's own, <see cref="SpoolOptions.DefaultPath"/>.</summary>
    public string? SpoolPath { get; init; }

    /// <summary>Megabytes that this folder may hold.</summary>
    public int MaxSpoolMegabytes { get; init; } = SpoolOptions.DefaultMaxMegabytes;

    internal DatadogKey? ApiKey { get; init; }

    internal DatadogKey? ApplicationKey { get; init; }

    /// <summary>What the environment says: DD_SITE, DD_API_KEY, DD_APP_KEY, DD_DOGSTATSD_URL, DD_AGENT_HOST, DD_DOGSTATSD_PORT, DATADOGOPS_SPOOL.</summary>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="OperationException">A variable cannot be understood; the message names it.</exception>
    public static DatadogContext FromEnvironment(Func<string, string?> environment) => new()
    {
        Site = DatadogSite.FromEnvironment(environment),
        DogStatsDEndpoint = DogStatsDEndpoint.FromEnvironment(environment),
        SpoolPath = SpoolOptions.PathFromEnvironment(environment),
        ApiKey = DatadogKey.FromEnvironment(DatadogKeyKind.Api, environment),
        ApplicationKey = DatadogKey.FromEnvironment(DatadogKeyKind.Application, environment),
    };

    /// <summary>This context with other keys; null leaves a key as it is.</summary>
    public DatadogContext WithKeys(DatadogKey? apiKey, DatadogKey? applicationKey) =>
        this with { ApiKey = apiKey ?? ApiKey, ApplicationKey = applicationKey ?? ApplicationKey };

    /// <summary>
    /// This context at another site. A key belongs to one site and is never told to another: instead of this context's keys, those
    /// of the environment count there.
    /// </summary>
    /// <param name="site">The other site.</param>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="OperationException">A variable holds what cannot be a key.</exception>
    public DatadogContext At(DatadogSite site, Func<string, string?> environment) => site == Site ? this : this with
    {
        Site = site,
        ApiKey = DatadogKey.FromEnvironment(DatadogKeyKind.Api, environment),
        ApplicationKey = DatadogKey.FromEnvironment(DatadogKeyKind.Application, environment),
    };

    /// <summary>
    /// This context at a local intake, with both of its addresses. Where the environment gives no keys there are those that an intake
    /// asks for where it was given none, which are no secrets.
    /// </summary>
    /// <param name="intake">The intake.</param>
    public DatadogContext At(DatadogIntake intake) => this with
    {
        Site = DatadogSite.FromUri(intake.ApiUri),
        DogStatsDEndpoint = DogStatsDEndpoint.Parse(intake.DogStatsDSocket is { } path ? new Uri("unixgram://" + path) : intake.DogStatsDEndpoint),
        ApiKey = ApiKey ?? DatadogKey.OfLocalIntake(DatadogKeyKind.Api),
        ApplicationKey = ApplicationKey ?? DatadogKey.OfLocalIntake(DatadogKeyKind.Application),
    };

    /// <summary>A client of the API of this context. Keys that are missing are told when a request needs them.</summary>
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
