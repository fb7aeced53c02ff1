using System.Globalization;

namespace DatadogOps.Telemetry;

/// <summary>Where DogStatsD listens: <c>udp://host:port</c>, or <c>unix:///path</c> for a Unix datagram socket.</summary>
public sealed record DogStatsDEndpoint
{
    /// <summary>Port of DogStatsD unless said otherwise.</summary>
    public const int DefaultPort = 8125;

    /// <summary>
    /// Bytes of a datagram over UDP, at most: what passes a network of 1500 bytes a packet in one piece, and what Datadog's own
    /// clients keep to (DataDog/datadog-go, <c>OptimalUDPPayloadSize</c>).
    /// </summary>
    public const int MaxUdpPayload = 1432;

    /// <summary>Bytes of a Unix datagram, at most: the Agent's buffer (<c>dogstatsd_buffer_size</c>).</summary>
    public const int MaxUnixPayload = 8192;

    private DogStatsDEndpoint(string? host, int port, string? path)
    {
        Host = host;
        Port = port;
        Path = path;
    }

    /// <summary>Host, or null for a Unix socket.</summary>
    public string? Host { get; }

    /// <summary>UDP port; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>Path of the Unix socket, or null for UDP.</summary>
    public string? Path { get; }

    /// <summary>Bytes of a datagram, at most.</summary>
    public int MaxPayload => Path is null ? MaxUdpPayload : MaxUnixPayload;

    /// <summary>Reads an address.</summary>
    /// <param name="address"><c>udp://host[:port]</c>, <c>unix:///path</c> or <c>unixgram:///path</c>.</param>
    /// <exception cref="OperationException">It is none of these.</exception>
    public static DogStatsDEndpoint Parse(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            throw Invalid(address.OriginalString, "it has no scheme");
        }

        string path = Uri.UnescapeDataString(address.AbsolutePath);
        switch (address.Scheme)
        {
            case "udp" when address.Host.Length == 0:
                throw Invalid(address.OriginalString, "it names no host");
            case "udp" when path.Length > 1 || address.Query.Length > 0:
                throw Invalid(address.OriginalString, "UDP has a host and a port and no path");
            case "udp":
                return new DogStatsDEndpoint(address.DnsSafeHost, address.Port is > 0 and var port ? port : DefaultPort, null);
            case "unix" or "unixgram" when path.Length <= 1 || address.Host.Length > 0:
                throw Invalid(address.OriginalString, "it names no absolute path (three slashes)");
            case "unix" or "unixgram":
                return new DogStatsDEndpoint(null, 0, path);
            case "unixstream":
                throw Invalid(address.OriginalString, "stream sockets are not supported");
            default:
                throw Invalid(address.OriginalString, $"'{address.Scheme}' is no transport of DogStatsD");
        }
    }

    /// <summary>
    /// The endpoint that the environment names, as Datadog's clients read it: <c>DD_DOGSTATSD_URL</c>, else <c>DD_AGENT_HOST</c>
    /// and <c>DD_DOGSTATSD_PORT</c>, else <c>udp://127.0.0.1:8125</c>.
    /// </summary>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <exception cref="OperationException">A variable cannot be understood; the message names it.</exception>
    public static DogStatsDEndpoint FromEnvironment(Func<string, string?> environment)
    {
        if (environment("DD_DOGSTATSD_URL") is { Length: > 0 } url)
        {
            return Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
                ? Parse(address)
                : throw Invalid(url, "the variable DD_DOGSTATSD_URL holds no address");
        }

        int port = DefaultPort;
        if (environment("DD_DOGSTATSD_PORT") is { Length: > 0 } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535))
        {
            throw Invalid(text, "the variable DD_DOGSTATSD_PORT holds no port");
        }

        string host = environment("DD_AGENT_HOST") is { Length: > 0 } name ? name.Trim('[', ']') : "127.0.0.1";
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new DogStatsDEndpoint(host, port, null)
            : throw Invalid(host, "the variable DD_AGENT_HOST holds no host name");
    }

    /// <summary>The address, as it is written.</summary>
    public override string ToString() =>
        Path is not null ? "unix://" + Path
        : Host!.Contains(':', StringComparison.Ordinal) ? string.Create(CultureInfo.InvariantCulture, $"udp://[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"udp://{Host}:{Port}");

    private static OperationException Invalid(string address, string reason) => new(
        TelemetryErrorIds.DogStatsDEndpointInvalid,
        OperationErrorKind.InvalidInput,
        address,
        $"The DogStatsD endpoint '{address}' cannot be used: {reason}.",
        "Give it as udp://127.0.0.1:8125 or unix:///var/run/datadog/dsd.socket.");
}
