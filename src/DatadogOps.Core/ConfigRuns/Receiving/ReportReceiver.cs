using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>
/// Receives reports by HTTP on 127.0.0.1, as posted by Puppet's report processor <c>http</c> and Chef's data collector. A limited number of
/// connections, each with one request of limited size and time; without the token, nothing after the headers is read.
/// </summary>
public sealed class ReportReceiver : IAsyncDisposable
{
    private const int MaxConnections = 32;

    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly Socket _listener;
    private readonly ReceiverToken _token;
    private readonly int _maxBody;
    private readonly Func<byte[], CancellationToken, IReadOnlyList<OperationOutput<ConfigRunReport>>> _read;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _places = new(MaxConnections, MaxConnections);
    private readonly Channel<ReceivedReports> _received = Channel.CreateBounded<ReceivedReports>(MaxConnections);
    private readonly Task _accepting;

    private ReportReceiver(Socket listener, ReceiverToken token, int maxBody, Func<byte[], CancellationToken, IReadOnlyList<OperationOutput<ConfigRunReport>>> read, CancellationToken cancellationToken)
    {
        (_listener, _token, _maxBody, _read) = (listener, token, maxBody, read);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _accepting = Task.Run(AcceptAsync, CancellationToken.None);
    }

    /// <summary>What is received.</summary>
    public ChannelReader<ReceivedReports> Received => _received.Reader;

    /// <summary>Starts listening.</summary>
    /// <param name="port">TCP port on 127.0.0.1.</param>
    /// <param name="token">Token of the senders.</param>
    /// <param name="maxBodyBytes">Maximum size of a report.</param>
    /// <param name="read">Reads a report.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">The port cannot be used.</exception>
    public static ReportReceiver Start(
        int port,
        ReceiverToken token,
        int maxBodyBytes,
        Func<byte[], CancellationToken, IReadOnlyList<OperationOutput<ConfigRunReport>>> read,
        CancellationToken cancellationToken)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(MaxConnections);
            return new ReportReceiver(listener, token, maxBodyBytes, read, cancellationToken);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new OperationException(
                ConfigRunReceiverErrorIds.ReceiverPortUnusable,
                error.SocketErrorCode == SocketError.AccessDenied ? OperationErrorKind.PermissionDenied : OperationErrorKind.ConnectionFailed,
                FormattableString.Invariant($"127.0.0.1:{port}"),
                FormattableString.Invariant($"Cannot listen on 127.0.0.1:{port}: {error.Message}"),
                "Use another -Port, from 1024 up, that no other program listens on.",
                error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        CancellationToken stop = _stop.Token;
        var working = new HashSet<Task>();
        try
        {
            while (true)
            {
                await _places.WaitAsync(stop).ConfigureAwait(false);
                Socket socket = await _listener.AcceptAsync(stop).ConfigureAwait(false);
                working.RemoveWhere(task => task.IsCompleted);
                working.Add(ServeAsync(socket, stop));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _received.Writer.TryComplete(stop.IsCancellationRequested ? null : error);
        }

        await Task.WhenAll(working).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using var connection = new HttpConnection(socket);
        try
        {
            await AnswerAsync(connection, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The sender was too slow or disconnected, or the receiver stops: there is nobody to answer.
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task AnswerAsync(HttpConnection connection, CancellationToken stop)
    {
        (HttpStatusCode status, string message) answer;
        try
        {
            if (await ReceiveAsync(connection, stop).ConfigureAwait(false) is not { } result)
            {
                return;
            }

            answer = result;
        }
        catch (HttpRefusal refusal)
        {
            answer = (refusal.Status, refusal.Message);
        }

        using CancellationTokenSource soon = Within(HeadTimeout, stop);
        await connection.AnswerAsync(answer.status, answer.message, soon.Token).ConfigureAwait(false);
    }

    private async Task<(HttpStatusCode Status, string Message)?> ReceiveAsync(HttpConnection connection, CancellationToken stop)
    {
        HttpRequestHead? head;
        using (CancellationTokenSource soon = Within(HeadTimeout, stop))
        {
            head = await connection.ReadHeadAsync(soon.Token).ConfigureAwait(false);
        }

        if (head is null)
        {
            return null;
        }

        Admit(head);
        byte[] body;
        using (CancellationTokenSource soon = Within(BodyTimeout, stop))
        {
            body = await connection.ReadBodyAsync(head, _maxBody, soon.Token).ConfigureAwait(false);
        }

        if (IsMessageWithoutReport(body))
        {
            return (HttpStatusCode.OK, "Ignored: not a report.");
        }

        IReadOnlyList<OperationOutput<ConfigRunReport>> reports = await Task.Run(() => _read(body, stop), stop).ConfigureAwait(false);
        var received = new ReceivedReports(reports);
        using CancellationTokenSource limit = Within(AnswerTimeout, stop);
        try
        {
            await _received.Writer.WriteAsync(received, limit.Token).ConfigureAwait(false);
            await received.Taken.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new HttpRefusal(HttpStatusCode.ServiceUnavailable, "The report could not be processed in time.");
        }

        return reports.FirstOrDefault(report => report.Error is not null)?.Error is { } failure
            ? (HttpStatusCode.UnprocessableEntity, failure.Message)
            : (HttpStatusCode.OK, "Accepted.");
    }

    private void Admit(HttpRequestHead head)
    {
        if (!_token.IsIn(head))
        {
            throw new HttpRefusal(HttpStatusCode.Unauthorized, "The token is missing or wrong.");
        }

        if (head.Method is not ("POST" or "PUT"))
        {
            throw new HttpRefusal(HttpStatusCode.MethodNotAllowed, "Use POST or PUT.");
        }

        if (head["content-encoding"] is { } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new HttpRefusal(HttpStatusCode.UnsupportedMediaType, "Compressed reports are not supported.");
        }
    }

    // Chef's data collector also reports the start of a run, and its server changes by its users.
    private static bool IsMessageWithoutReport(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
                {
                    bool isType = reader.ValueTextEquals("message_type");
                    reader.Read();
                    if (isType)
                    {
                        return reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("run_converge");
                    }

                    reader.Skip();
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader of reports says what is wrong with it. InvalidOperationException is thrown for half of a surrogate pair.
        }

        return false;
    }

    private static CancellationTokenSource Within(TimeSpan time, CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.CancelAfter(time);
        return source;
    }
}
