using System.Net.Sockets;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>Why a receiver of DogStatsD cannot be reached, in the user's terms.</summary>
internal static class Unreachable
{
    private const string NoSocketAdvice = "Start the Datadog Agent, and set dogstatsd_socket in its configuration to this path.";

    public static OperationException Of(DogStatsDEndpoint endpoint, Exception error)
    {
        (string reason, string advice) = Explain(endpoint, (error as SocketException)?.SocketErrorCode, error);
        return new OperationException(
            TelemetryErrorIds.DogStatsDUnreachable,
            OperationErrorKind.ConnectionFailed,
            endpoint.ToString(),
            $"DogStatsD at {endpoint} cannot be reached: {reason}.",
            advice,
            error);
    }

    /// <summary>What a payload was lost to.</summary>
    public static (string Reason, string Advice) Explain(DogStatsDEndpoint endpoint, SocketError error) => error switch
    {
        SocketError.TimedOut => ("the receiver does not read", "See what the Datadog Agent is doing; it has not taken a datagram in the time allowed (-TimeoutSec)."),
        SocketError.MessageSize => ("a datagram is larger than the way there takes", "Send smaller datagrams, or check the MTU of the network interface."),
        SocketError.ConnectionRefused when endpoint.Path is null => ("nothing listens there", "Start the Datadog Agent, or give the address that it listens on (-DogStatsDEndpoint, DD_DOGSTATSD_URL)."),
        _ => Explain(endpoint, error, new SocketException((int)error)),
    };

    private static (string Reason, string Advice) Explain(DogStatsDEndpoint endpoint, SocketError? code, Exception error) => code switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            ("no such host is known", "Check the host's name in -DogStatsDEndpoint, DD_DOGSTATSD_URL or DD_AGENT_HOST."),
        SocketError.AccessDenied =>
            ("this user may not write to the socket", "Add the user to the group that owns the socket, or send by UDP."),
        _ when endpoint.Path is not null && !File.Exists(endpoint.Path) =>
            ("there is no such socket", NoSocketAdvice),
        SocketError.ConnectionRefused =>
            ("nothing listens on the socket", "Start the Datadog Agent; the file is left over from an Agent that has stopped."),
        SocketError.ProtocolType =>
            ("it is a socket of another kind", "Give unixgram:// for a datagram socket, unixstream:// for a stream socket, or unix:// for either."),
        SocketError.AddressNotAvailable or SocketError.InvalidArgument when endpoint.Path is not null =>
            ("there is no such socket", NoSocketAdvice),
        _ => (error.Message.TrimEnd('.'), "Check the address of the Datadog Agent."),
    };
}
