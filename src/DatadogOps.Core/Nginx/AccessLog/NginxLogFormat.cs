using System.Text;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>Format of an access log: a log_format of nginx, or JSON with well-known keys.</summary>
public sealed class NginxLogFormat
{
    private const string CombinedText = "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";
    private const int MaxJsonDepth = 16;

    private readonly (byte[] Before, NginxLogField Field)[] _parts;
    private readonly byte[] _after;

    private NginxLogFormat((byte[] Before, NginxLogField Field)[] parts, byte[] after, bool isJson)
    {
        _parts = parts;
        _after = after;
        IsJson = isJson;
    }

    /// <summary>nginx's predefined format.</summary>
    public static NginxLogFormat Combined { get; } = Parse(CombinedText);

    /// <summary>One JSON object per line, with keys such as <c>http_user_agent</c>, <c>user_agent</c>, <c>agent</c> and <c>status</c>.</summary>
    public static NginxLogFormat Json { get; } = new([], [], isJson: true);

    /// <summary>Whether lines are JSON objects.</summary>
    public bool IsJson { get; }

    /// <summary>Parses the text of a log_format.</summary>
    /// <param name="text">The format, without quotes and its parts concatenated.</param>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.LogFormatInvalid"/>: it has no <c>$http_user_agent</c>, or none that can be extracted.</exception>
    public static NginxLogFormat Parse(string text)
    {
        var parts = new List<(byte[] Before, NginxLogField Field)>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                literal.Append(text[i]);
                continue;
            }

            NginxLogField field = FieldOf(NginxText.VariableAt(text, i, out i));
            if (parts.Count > 0 && literal.Length == 0 && (field == NginxLogField.UserAgent || parts[^1].Field == NginxLogField.UserAgent))
            {
                throw Invalid(text, "nothing separates $http_user_agent from the adjacent variable");
            }

            parts.Add((Encoding.UTF8.GetBytes(literal.ToString()), field));
            literal.Clear();
        }

        return parts.Any(part => part.Field == NginxLogField.UserAgent)
            ? new NginxLogFormat([.. parts], Encoding.UTF8.GetBytes(literal.ToString()), isJson: false)
            : throw Invalid(text, "it has no $http_user_agent");
    }

    /// <summary>Finds the format of a log, also a rotated one, by the access_log directives of a configuration.</summary>
    /// <returns>Null if the configuration has no such log.</returns>
    /// <exception cref="OperationException">The format is not defined, or has no user agent.</exception>
    public static NginxLogFormat? Find(NginxConfiguration configuration, string path)
    {
        string fileName = Path.GetFileName(path);
        string? name = null;
        int best = 0;
        foreach (NginxItem item in configuration.HttpBlocks.SelectMany(http => http.Descendants()).SelectMany(block => block.Named("access_log")).Where(item => item.Directive.ArgumentCount > 0))
        {
            var log = new LogFilter.NginxAccessLog(item.Directive);
            string logName = Path.GetFileName(log.Target);
            // access.log, access.log.1, access.log.2.gz, access.log-20260101
            bool same = fileName == logName || (fileName.StartsWith(logName, StringComparison.Ordinal) && fileName[logName.Length] is '.' or '-');
            int quality = same ? (Path.GetDirectoryName(path) == Path.GetDirectoryName(log.Target) ? 10_000 : 0) + logName.Length : 0;
            if (quality > best)
            {
                best = quality;
                name = log.Format;
            }
        }

        return name is null ? null : Named(configuration, name);
    }

    /// <summary>Gets a format by name.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.LogFormatInvalid"/>: the configuration does not define it.</exception>
    public static NginxLogFormat Named(NginxConfiguration configuration, string name)
    {
        NginxDirective? definition = configuration.HttpBlocks
            .SelectMany(http => http.Named("log_format"))
            .Select(item => (NginxDirective?)item.Directive)
            .LastOrDefault(directive => directive!.Value.ArgumentCount > 0 && string.Equals(directive.Value.Argument(0), name, StringComparison.OrdinalIgnoreCase));
        if (definition is null)
        {
            return string.Equals(name, "combined", StringComparison.OrdinalIgnoreCase)
                ? Combined
                : throw new OperationException(
                    NginxErrorIds.LogFormatInvalid, OperationErrorKind.NotFound, name, $"{configuration.MainPath} does not define log_format '{name}'.", "Check the name, or specify the text of the format.");
        }

        return Parse(string.Concat(definition.Value.Arguments.Skip(1).Where((argument, i) => i > 0 || !argument.StartsWith("escape=", StringComparison.Ordinal))));
    }

    /// <summary>Guesses from a log's first line; null where it is neither combined nor JSON.</summary>
    internal static NginxLogFormat? Guess(ReadOnlySpan<byte> line) =>
        line.StartsWith("{"u8) ? Json : Combined.TryRead(line, out _) ? Combined : null;

    /// <summary>Finds the fields of a line.</summary>
    internal bool TryRead(ReadOnlySpan<byte> line, out NginxLogLine fields) => IsJson ? TryReadJson(line, out fields) : TryReadText(line, out fields);

    private bool TryReadText(ReadOnlySpan<byte> line, out NginxLogLine fields)
    {
        fields = new NginxLogLine(line);
        int position = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            (byte[] before, NginxLogField field) = _parts[i];
            if (!line[position..].StartsWith(before))
            {
                return false;
            }

            position += before.Length;
            ReadOnlySpan<byte> next = i + 1 < _parts.Length ? _parts[i + 1].Before : _after;
            int length = i + 1 == _parts.Length
                ? (line.EndsWith(next) ? line.Length - next.Length - position : -1)
                : next.Length == 0 ? 0 : line[position..].IndexOf(next);
            if (length < 0)
            {
                return false;
            }

            if (field != NginxLogField.None)
            {
                fields.Set(field, position, length);
            }

            position += length;
        }

        return true;
    }

    private static bool TryReadJson(ReadOnlySpan<byte> line, out NginxLogLine fields)
    {
        fields = new NginxLogLine(line);
        bool hasAgent = false;
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                NginxLogField field = KeyOf(reader.ValueSpan);
                if (field != NginxLogField.None && reader.Read() && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    int start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
                    fields.Set(field, start, reader.ValueSpan.Length);
                    hasAgent |= field == NginxLogField.UserAgent;
                }
            }

            return hasAgent;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static NginxLogField FieldOf(string variable) => variable switch
    {
        "http_user_agent" => NginxLogField.UserAgent,
        "remote_addr" => NginxLogField.ClientAddress,
        "request" or "request_uri" or "uri" => NginxLogField.Request,
        "status" => NginxLogField.Status,
        "time_local" or "time_iso8601" or "msec" => NginxLogField.Time,
        "host" or "http_host" or "server_name" => NginxLogField.Host,
        _ => NginxLogField.None,
    };

    private static NginxLogField KeyOf(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key).ToUpperInvariant() switch
    {
        "HTTP_USER_AGENT" or "USER_AGENT" or "USERAGENT" or "AGENT" or "HTTP.USERAGENT" => NginxLogField.UserAgent,
        "REMOTE_ADDR" or "CLIENT_IP" or "CLIENT" or "IP" or "NETWORK.CLIENT.IP" => NginxLogField.ClientAddress,
        "REQUEST" or "REQUEST_URI" or "URI" or "PATH" or "URL" or "HTTP.URL" => NginxLogField.Request,
        "STATUS" or "STATUS_CODE" or "HTTP.STATUS_CODE" => NginxLogField.Status,
        "TIME_LOCAL" or "TIME_ISO8601" or "TIME" or "TIMESTAMP" or "@TIMESTAMP" or "MSEC" => NginxLogField.Time,
        "HOST" or "HTTP_HOST" or "SERVER_NAME" or "VHOST" => NginxLogField.Host,
        _ => NginxLogField.None,
    };

    private static OperationException Invalid(string format, string why) => new(
        NginxErrorIds.LogFormatInvalid, OperationErrorKind.InvalidInput, format, $"The log format '{format}' cannot be measured: {why}.", "Measure a log whose format includes the user agent.");
}
