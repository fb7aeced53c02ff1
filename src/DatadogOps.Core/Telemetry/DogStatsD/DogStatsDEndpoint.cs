using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>The ways to DogStatsD.</summary>
internal enum DogStatsDEndpointKind
{
    /// <summary>Datagrams over UDP.</summary>
    Udp,

    /// <summary>A Unix socket, of datagrams or of a stream, whichever listens there.</summary>
    Unix,

    /// <summary>A Unix socket of datagrams (the Agent's <c>dogstatsd_socket</c>).</summary>
    UnixDatagram,

    /// <summary>A Unix socket of a stream (the Agent's <c>dogstatsd_stream_socket</c>).</summary>
    UnixStream,
}

/// <summary>
/// Where DogStatsD listens: <c>udp://host:port</c>, or <c>unix:///path</c>, <c>unixgram:///path</c> and <c>unixstream:///path</c>
/// for a Unix socket of either kind, of datagrams, or of a stream.
/// </summary>
public sealed record DogStatsDEndpoint
{
    /// <summary>Port of DogStatsD unless said otherwise.</summary>
    public const int DefaultPort = 8125;

    /// <summary>
    /// Bytes of a datagram over UDP, at most: what passes a network of 1500 bytes a packet in one piece, and what Datadog's own
    /// clients keep to (DataDog/datadog-go, <c>OptimalUDPPayloadSize</c>).
    /// </summary>
    public const int MaxUdpPayload = 1432;

    /// <summary>Bytes of a payload to a Unix socket, at most: the Agent's buffer (<c>dogstatsd_buffer_size</c>).</summary>
    public const int MaxUnixPayload = 8192;

    /// <summary>What a UDP datagram holds at most, with room for the headers of IPv6 (the Agent's and its clients' ceiling).</summary>
    internal const int LargestPayload = 65467;

    /// <summary>The least that makes sense: a metric with some tags.</summary>
    internal const int MinPayload = 512;

    private DogStatsDEndpoint(DogStatsDEndpointKind kind, string? host, int port, string? path)
    {
        Kind = kind;
        Host = host;
        Port = port;
        Path = path;
    }

    /// <summary>Which way.</summary>
    internal DogStatsDEndpointKind Kind { get; }

    /// <summary>Host, or null for a Unix socket.</summary>
    public string? Host { get; }

    /// <summary>UDP port; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>Path of the Unix socket, or null for UDP.</summary>
    public string? Path { get; }

    /// <summary>Bytes of a datagram, at most.</summary>
    public int MaxPayload => Path is null ? MaxUdpPayload : MaxUnixPayload;

    /// <summary>Reads an address.</summary>
    /// <param name="address"><c>udp://host[:port]</c>, <c>unix:///path</c>, <c>unixgram:///path</c> or <c>unixstream:///path</c>.</param>
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
                return new DogStatsDEndpoint(DogStatsDEndpointKind.Udp, address.DnsSafeHost, address.Port is > 0 and var port ? port : DefaultPort, null);
            case "unix" or "unixgram" or "unixstream" when path.Length <= 1 || address.Host.Length > 0:
                throw Invalid(address.OriginalString, "it names no absolute path (three slashes)");
            case "unix":
                return new DogStatsDEndpoint(DogStatsDEndpointKind.Unix, null, 0, path);
            case "unixgram":
                return new DogStatsDEndpoint(DogStatsDEndpointKind.UnixDatagram, null, 0, path);
            case "unixstream":
                return new DogStatsDEndpoint(DogStatsDEndpointKind.UnixStream, null, 0, path);
            default:
                throw Invalid(address.OriginalString, $"'{address.Scheme}' is no transport of DogStatsD");
        }
    }

    /// <summary>
    /// The endpoint that the environment names, as Datadog's clients read it: <c>DD_DOGSTATSD_URL</c>, else <c>DD_AGENT_HOST</c>
    /// and <c>DD_DOGSTATSD_PORT</c>, else <c>udp://127.0.0.1:8125</c>.
    /// </summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    /// <exception cref="OperationException">A variable is invalid; the message names it.</exception>
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
            ? new DogStatsDEndpoint(DogStatsDEndpointKind.Udp, host, port, null)
            : throw Invalid(host, "the variable DD_AGENT_HOST holds no host name");
    }

    /// <summary>The address, as it is written.</summary>
    public override string ToString() => Kind switch
    {
        DogStatsDEndpointKind.Unix => "unix://" + Path,
        DogStatsDEndpointKind.UnixDatagram => "unixgram://" + Path,
        DogStatsDEndpointKind.UnixStream => "unixstream://" + Path,
        _ when Host!.Contains(':', StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"udp://[{Host}]:{Port}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"udp://{Host}:{Port}"),
    };

    private static OperationException Invalid(string address, string reason) => new(
        TelemetryErrorIds.DogStatsDEndpointInvalid,
        OperationErrorKind.InvalidInput,
        address,
        $"The DogStatsD endpoint '{address}' cannot be used: {reason}.",
        "Give it as udp://127.0.0.1:8125, unix:///var/run/datadog/dsd.socket or unixstream:///var/run/datadog/dsd.stream.");
}
