using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>One connection with one request. All input is limited in size here, and in time by the caller's token.</summary>
internal sealed class HttpConnection(Socket socket) : IDisposable
{
    private const int MaxChunkLine = 256;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private byte[] _buffer = new byte[HttpRequestHead.MaxLength];
    private int _start;
    private int _end;

    /// <summary>Reads request line and headers.</summary>
    /// <returns>Null if the sender closed without sending anything.</returns>
    /// <exception cref="HttpRefusal">They are invalid or too long.</exception>
    public async Task<HttpRequestHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                _start = end + 4;
                return HttpRequestHead.Parse(_buffer.AsSpan(0, end));
            }

            if (_end == _buffer.Length)
            {
                throw new HttpRefusal(HttpStatusCode.RequestHeaderFieldsTooLarge, "The request headers are too long.");
            }

            int read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return _end == 0 ? null : throw HttpRefusal.Malformed();
            }

            _end += read;
        }
    }

    /// <summary>Reads the body.</summary>
    /// <param name="head">The request's head.</param>
    /// <param name="limit">Maximum number of bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRefusal">It is too long, or does not match the headers.</exception>
    public async Task<byte[]> ReadBodyAsync(HttpRequestHead head, int limit, CancellationToken cancellationToken)
    {
        if (head.ContentLength is null && !head.IsChunked)
        {
            throw new HttpRefusal(HttpStatusCode.LengthRequired, "The request has no Content-Length.");
        }

        if (head.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        if (head["expect"]?.Equals("100-continue", StringComparison.OrdinalIgnoreCase) == true)
        {
            await _stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        // Grows with what arrives, not with what is announced.
        using var body = new MemoryStream();
        if (!head.IsChunked)
        {
            await CopyAsync(body, head.ContentLength!.Value, cancellationToken).ConfigureAwait(false);
            return body.ToArray();
        }

        while (await ReadChunkLengthAsync(cancellationToken).ConfigureAwait(false) is > 0 and { } length)
        {
            if (body.Length + length > limit)
            {
                throw TooLarge(limit);
            }

            await CopyAsync(body, length, cancellationToken).ConfigureAwait(false);
            if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not "")
            {
                throw HttpRefusal.Malformed();
            }
        }

        return body.ToArray();
    }

    /// <summary>Sends the response and closes the connection.</summary>
    public async Task AnswerAsync(HttpStatusCode status, string message, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes(message + "\n");
        string realm = status == HttpStatusCode.Unauthorized ? "WWW-Authenticate: Basic realm=\"reports\"\r\n" : "";
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(int)status} {status}\r\nContent-Type: text/plain; charset=utf-8\r\n{realm}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await _stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], cancellationToken).ConfigureAwait(false);
        socket.Shutdown(SocketShutdown.Send);

        // Unread input would turn the close into a reset, which can discard the response at the sender.
        for (int rest = 256; rest > 0 && await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false) > 0; rest--)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static HttpRefusal TooLarge(int limit) => new(
        HttpStatusCode.RequestEntityTooLarge, string.Create(CultureInfo.InvariantCulture, $"The report is larger than {limit} bytes."));

    private async Task CopyAsync(MemoryStream body, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            int part = (int)Math.Min(length, _end - _start);
            body.Write(_buffer, _start, part);
            _start += part;
            length -= part;
        }
    }

    private async Task<long> ReadChunkLengthAsync(CancellationToken cancellationToken)
    {
        string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        string digits = line.Split(';')[0].Trim();
        return digits.Length is > 0 and <= 8 && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length)
            ? length
            : throw HttpRefusal.Malformed();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length <= MaxChunkLine)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            char c = (char)_buffer[_start++];
            if (c == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(c);
        }

        throw HttpRefusal.Malformed();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            return;
        }

        if (_buffer.Length == HttpRequestHead.MaxLength)
        {
            _buffer = new byte[64 * 1024];
        }

        (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false));
        if (_end == 0)
        {
            throw HttpRefusal.Malformed();
        }
    }
}
