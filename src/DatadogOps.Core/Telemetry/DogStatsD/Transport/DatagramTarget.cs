using System.Net.Sockets;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>Where finished payloads go: a socket, or a reader who only wants to see them.</summary>
internal abstract class DatagramTarget : IDisposable
{
    /// <summary>How Datadog's own clients name the way, in their <c>client_transport</c> tag.</summary>
    public abstract string TransportName { get; }

    /// <summary>Whether an error at sending tells of the datagram before, as ICMP's answers over UDP do.</summary>
    public virtual bool ErrorsComeLate => false;

    /// <summary>How often the receiver went away and came back.</summary>
    public virtual int Reconnects => 0;

    /// <summary>Opens the way.</summary>
    /// <exception cref="OperationException">No such host or socket, no permission, or nothing listens.</exception>
    public static async Task<DatagramTarget> ConnectAsync(DogStatsDEndpoint endpoint, DogStatsDOptions options, CancellationToken cancellationToken) =>
        endpoint.Path is null
            ? await UdpTarget.ConnectAsync(endpoint, options.SendTimeout, cancellationToken).ConfigureAwait(false)
            : UnixTarget.Connect(endpoint, options);

    /// <summary>Datagrams that are better handed over together.</summary>
    public virtual int BatchSize => 1;

    /// <summary>Hands one payload over; waits for a receiver that is full.</summary>
    public abstract SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over as many as go without trouble, the first ones; how many those were. Of the next one, <see cref="Send"/> knows more.
    /// </summary>
    public virtual int SendMany(ReadOnlySpan<Datagram> datagrams) => 0;

    /// <summary>The error that the last datagram came back with, when there is one.</summary>
    public virtual SocketError TakeLateError() => SocketError.Success;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Shows payloads as text.</summary>
internal sealed class DatagramPreview(Action<string> show) : DatagramTarget
{
    public override string TransportName => "preview";

    public override SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken)
    {
        show(Encoding.UTF8.GetString(datagram));
        return SocketError.Success;
    }
}
