using System.Net;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Http;

/// <summary>
/// A Datadog site, or another address that answers as its API does. An API key belongs to one site; the others refuse it
/// (docs.datadoghq.com/getting_started/site).
/// </summary>
public sealed record DatadogSite
{
    /// <summary>The site that is meant when none is named.</summary>
    public const string DefaultName = "datadoghq.com";

    private static readonly (string Name, string Region)[] All =
    [
        ("datadoghq.com", "US1"),
        ("us3.datadoghq.com", "US3"),
        ("us5.datadoghq.com", "US5"),
        ("datadoghq.eu", "EU1"),
        ("ap1.datadoghq.com", "AP1"),
        ("ap2.datadoghq.com", "AP2"),
        ("uk1.datadoghq.com", "UK1"),
        ("ddog-gov.com", "US1-FED"),
        ("us2.ddog-gov.com", "US2-FED"),
    ];

    private DatadogSite(string? name, Uri apiUri)
    {
        Name = name;
        ApiUri = apiUri;
    }

    /// <summary>Names of the sites, and the regions that Datadog's documents call them by.</summary>
    public static IReadOnlyList<(string Name, string Region)> Known => All;

    /// <summary>Name of the site, or null for an address of one's own.</summary>
    public string? Name { get; }

    /// <summary>Base address of the API; ends in a slash.</summary>
    public Uri ApiUri { get; }

    /// <summary>The site of that name.</summary>
    /// <param name="name">A name such as <c>us3.datadoghq.com</c>, or a region such as <c>US3</c>.</param>
    /// <exception cref="OperationException">There is no such site.</exception>
    public static DatadogSite FromName(string name)
    {
        foreach ((string site, string region) in All)
        {
            if (site.Equals(name, StringComparison.OrdinalIgnoreCase) || region.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return new DatadogSite(site, new Uri($"https://api.{site}/"));
            }
        }

        throw new OperationException(
            TelemetryErrorIds.DatadogSiteUnknown,
            OperationErrorKind.InvalidInput,
            name,
            $"There is no Datadog site '{name}'.",
            $"Use one of {string.Join(", ", All.Select(one => one.Name))}; it stands in the address of your Datadog pages.");
    }

    /// <summary>The site that the environment names in <c>DD_SITE</c>, else <see cref="DefaultName"/>.</summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <exception cref="OperationException">There is no such site.</exception>
    public static DatadogSite FromEnvironment(Func<string, string?> environment) =>
        FromName(environment("DD_SITE") is { Length: > 0 } name ? name : DefaultName);

    /// <summary>An address that answers as Datadog's API does: a proxy of one's own, or a local receiver.</summary>
    /// <param name="address"><c>https://</c>, or <c>http://</c> where it stays on this machine, since a key travels with each request.</param>
    /// <exception cref="OperationException">The address cannot be used; it may hold no user, query or fragment.</exception>
    public static DatadogSite FromUri(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            throw Invalid("the address", "it is no absolute address");
        }

        // Without what may be a secret in it.
        string shown = $"{address.Scheme}://{address.Authority}";
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw Invalid(shown, "it holds a user, a query or a fragment, and secrets do not belong in addresses");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !IsLoopback(address))
        {
            throw Invalid(shown, "the API key would travel unencrypted; http:// is for addresses of this machine only");
        }

        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            throw Invalid(shown, $"'{address.Scheme}' is not https");
        }

        return new DatadogSite(null, address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"));
    }

    /// <summary>Base address of one of the site's hosts; ends in a slash.</summary>
    internal Uri AddressOf(DatadogService service) => (Name, service) switch
    {
        (null, _) or (_, DatadogService.Api) => ApiUri,
        (_, DatadogService.Logs) => new Uri($"https://http-intake.logs.{Name}/"),
        _ => new Uri($"https://event-management-intake.{Name}/"),
    };

    /// <summary>The site for a message: its name, or the address.</summary>
    public override string ToString() => Name ?? ApiUri.AbsoluteUri.TrimEnd('/');

    private static bool IsLoopback(Uri address) =>
        address.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.DnsSafeHost, out IPAddress? ip) && IPAddress.IsLoopback(ip));

    private static OperationException Invalid(string address, string reason) => new(
        TelemetryErrorIds.DatadogApiUriInvalid,
        OperationErrorKind.InvalidInput,
        address,
        $"'{address}' cannot be used as the address of the Datadog API: {reason}.",
        "Name a site (-Site), or give an https:// address (-ApiUri).");
}
