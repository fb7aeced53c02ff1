using System.Globalization;
using System.Net;
using System.Text;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>Request line and headers of an HTTP/1.1 request (RFC 9112), parsed strictly: anything ambiguous is refused.</summary>
internal sealed class HttpRequestHead
{
    /// <summary>Maximum length in bytes.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxHeaders = 64;

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private HttpRequestHead(string method, string target) => (Method, Target) = (method, target);

    public string Method { get; }

    public string Target { get; }

    /// <summary>A header's value, or null.</summary>
    public string? this[string name] => _headers.GetValueOrDefault(name);

    /// <summary>Whether the body is chunked.</summary>
    public bool IsChunked => this["transfer-encoding"] is not null;

    /// <summary>Content-Length of the request; null if there is none.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>Parses headers, without the empty line that ends them.</summary>
    /// <exception cref="HttpRefusal">They are invalid.</exception>
    public static HttpRequestHead Parse(ReadOnlySpan<byte> bytes)
    {
        // Latin-1, so that no byte is lost; names and the values that matter are ASCII.
        string[] lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || first[2] is not ("HTTP/1.1" or "HTTP/1.0") || first[1].Length == 0 || lines.Length - 1 > MaxHeaders)
        {
            throw HttpRefusal.Malformed();
        }

        var head = new HttpRequestHead(first[0], first[1]);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            bool isName = colon > 0 && line.AsSpan(0, colon).IndexOfAnyExceptInRange('!', '~') < 0;
            string value = isName ? line[(colon + 1)..].Trim(' ', '\t') : "";
            if (!isName || value.Any(char.IsControl) || !head._headers.TryAdd(line[..colon], value))
            {
                throw HttpRefusal.Malformed();
            }
        }

        head.CheckLength();
        head.CheckHost();
        return head;
    }

    private void CheckLength()
    {
        if (this["content-length"] is { } text)
        {
            ContentLength = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : throw HttpRefusal.Malformed();
        }

        if (IsChunked && (ContentLength is not null || !this["transfer-encoding"]!.Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            throw HttpRefusal.Malformed();
        }
    }

    // A web page can make a browser on this machine send requests here under the name of its own server (DNS rebinding).
    private void CheckHost()
    {
        string host = this["host"] ?? throw HttpRefusal.Malformed();
        bool isOurs = Uri.TryCreate("http://" + host, UriKind.Absolute, out Uri? uri)
            && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address)));
        if (!isOurs || this["origin"] is not null)
        {
            throw new HttpRefusal(HttpStatusCode.Forbidden, "Only programs on this machine may send reports, to localhost or 127.0.0.1.");
        }
    }
}
