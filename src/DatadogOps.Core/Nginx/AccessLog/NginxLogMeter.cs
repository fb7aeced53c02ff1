using System.Buffers;
using System.IO.Compression;
using DatadogOps.Common;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>Settings of a measurement.</summary>
public sealed record NginxMeasureOptions
{
    /// <summary>Defines which requests are checks.</summary>
    public required NginxLogFilterOptions Filter { get; init; }

    /// <summary>Format of a log; null to detect combined or JSON by the first line.</summary>
    public Func<string, NginxLogFormat?> Format { get; init; } = _ => null;

    /// <summary>Names of the properties of <see cref="NginxAgentLogUsage"/> to group by.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Called with the number of bytes read since the last call.</summary>
    public Action<long>? Progress { get; init; }
}

/// <summary>
/// Measures a log in one pass with a reused buffer: lines are counted and searched as bytes, and only those that contain a literal of
/// a user agent are parsed.
/// </summary>
public sealed class NginxLogMeter
{
    private const int BufferSize = 1 << 20;

    private readonly NginxMeasureOptions _options;
    private readonly NginxAgentMatcher _matcher;
    private readonly string _path;
    private readonly NginxLogGroups _groups;
    private readonly int[] _hits;
    private NginxLogFormat? _format;
    private long _lines;
    private long _bytes;
    private long _agentLines;
    private long _agentBytes;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private bool _skipping;

    private NginxLogMeter(string path, NginxMeasureOptions options)
    {
        _path = path;
        _options = options;
        _matcher = new NginxAgentMatcher(options.Filter);
        _groups = new NginxLogGroups([.. options.GroupBy.Select(Field).Distinct()]);
        _hits = new int[_matcher.Needles.Length];
    }

    /// <summary>Measures one log, plain or compressed with gzip.</summary>
    /// <returns>One object for the log, or one for each group of lines.</returns>
    /// <exception cref="OperationException">It cannot be read, or its format is unknown.</exception>
    public static async Task<IReadOnlyList<NginxAgentLogUsage>> MeasureAsync(string path, NginxMeasureOptions options, CancellationToken cancellationToken)
    {
        var meter = new NginxLogMeter(path, options) { _format = options.Format(path) };
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
            await using (file.ConfigureAwait(false))
            {
                // Detected by content, since rotated logs are renamed in many ways.
                int head = await file.ReadAtLeastAsync(buffer.AsMemory(0, 2), 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                file.Position = 0;
                bool compressed = head == 2 && buffer[0] == 0x1f && buffer[1] == 0x8b;
                Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
                await meter.ReadAsync(content, file, buffer, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && !File.Exists(path))
        {
            throw NginxErrors.Unreadable(path, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw NginxErrors.Unreadable(path, error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new OperationException(
                NginxErrorIds.LogUnreadable, OperationErrorKind.ReadWriteFailed, path, $"{path} cannot be read to its end: {error.Message}", "Check the file. If it is compressed, it may be truncated.", error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return meter.Results();
    }

    private async Task ReadAsync(Stream content, FileStream file, byte[] buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        long reported = 0;
        while (true)
        {
            int read = await content.ReadAsync(buffer.AsMemory(filled, BufferSize - filled), cancellationToken).ConfigureAwait(false);
            _options.Progress?.Invoke(file.Position - reported);
            reported = file.Position;
            filled += read;
            int used = Process(buffer.AsSpan(0, filled), isEnd: read == 0);
            if (read == 0)
            {
                return;
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
        }
    }

    // Measures the complete lines in the buffer and returns their length.
    private int Process(Span<byte> buffer, bool isEnd)
    {
        int end = isEnd ? buffer.Length : buffer.LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            if (buffer.Length < BufferSize)
            {
                return 0;
            }

            // nginx does not write lines of that length. The line is counted but not parsed.
            _skipping = true;
            _bytes += buffer.Length;
            return buffer.Length;
        }

        ReadOnlySpan<byte> lines = buffer[..end];
        _bytes += end;
        _lines += lines.Count((byte)'\n') + (isEnd && end > 0 && lines[^1] != (byte)'\n' ? 1 : 0);
        if (_skipping)
        {
            int rest = lines.IndexOf((byte)'\n') + 1;
            lines = rest == 0 ? [] : lines[rest..];
            _skipping = rest == 0;
        }

        if (lines.Length > 0)
        {
            ReadFormatAndTimes(lines);
            Count(lines);
        }

        return end;
    }

    private void ReadFormatAndTimes(ReadOnlySpan<byte> lines)
    {
        ReadOnlySpan<byte> first = Line(lines, 0);
        if (_format is null)
        {
            _format = NginxLogFormat.Guess(first) ?? throw new OperationException(
                NginxErrorIds.LogFormatInvalid,
                OperationErrorKind.InvalidInput,
                _path,
                $"{_path} is neither in nginx's combined format nor in JSON.",
                "Specify the configuration with -ConfPath, or the format with -LogFormat.");
        }

        if (_first is null && _format.TryRead(first, out NginxLogLine fields))
        {
            _first = NginxLogTime.Parse(fields[NginxLogField.Time]);
        }

        int lastStart = lines.Length < 2 ? 0 : lines[..^1].LastIndexOf((byte)'\n') + 1;
        if (_format.TryRead(Line(lines, lastStart), out fields))
        {
            _last = NginxLogTime.Parse(fields[NginxLogField.Time]) ?? _last;
        }
    }

    private void Count(ReadOnlySpan<byte> lines)
    {
        Array.Fill(_hits, -1);
        int position = 0;
        while (position < lines.Length)
        {
            int hit = NextHit(lines, position);
            if (hit == int.MaxValue)
            {
                return;
            }

            int start = lines[position..hit].LastIndexOf((byte)'\n') + 1 + position;
            int end = LineEnd(lines, hit);
            int length = Math.Min(lines.Length, end + 1) - start;
            position = start + length;
            if (_format!.TryRead(WithoutReturn(lines[start..end]), out NginxLogLine fields) && _matcher.IsMatch(fields[NginxLogField.UserAgent]))
            {
                _agentLines++;
                _agentBytes += length;
                if (_options.GroupBy.Count > 0)
                {
                    _groups.Add(fields, length);
                }
            }
        }
    }

    // Each needle is searched for once in the buffer, regardless of hits of the others.
    private int NextHit(ReadOnlySpan<byte> lines, int position)
    {
        int next = int.MaxValue;
        for (int i = 0; i < _hits.Length; i++)
        {
            if (_hits[i] < position)
            {
                int found = lines[position..].IndexOf(_matcher.Needles[i]);
                _hits[i] = found < 0 ? int.MaxValue : position + found;
            }

            next = Math.Min(next, _hits[i]);
        }

        return next;
    }

    private static int LineEnd(ReadOnlySpan<byte> lines, int start)
    {
        int length = lines[start..].IndexOf((byte)'\n');
        return length < 0 ? lines.Length : start + length;
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> lines, int start) => WithoutReturn(lines[start..LineEnd(lines, start)]);

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;

    private List<NginxAgentLogUsage> Results()
    {
        if (_options.GroupBy.Count == 0)
        {
            return [Result(_agentLines, _agentBytes)];
        }

        return [.. _groups.All().Select(group => Result(group.Lines, group.Bytes) with
        {
            HostName = group.Values.GetValueOrDefault(NginxLogField.Host),
            ClientAddress = group.Values.GetValueOrDefault(NginxLogField.ClientAddress),
            UrlPath = group.Values.GetValueOrDefault(NginxLogField.Request),
            Status = group.Values.GetValueOrDefault(NginxLogField.Status),
            Hour = group.Values.GetValueOrDefault(NginxLogField.Time),
        })];
    }

    private static NginxLogField Field(string property) => property.ToUpperInvariant() switch
    {
        "HOSTNAME" => NginxLogField.Host,
        "CLIENTADDRESS" => NginxLogField.ClientAddress,
        "URLPATH" => NginxLogField.Request,
        "STATUS" => NginxLogField.Status,
        "HOUR" => NginxLogField.Time,
        _ => throw new ArgumentOutOfRangeException(nameof(property), property, null),
    };

    private NginxAgentLogUsage Result(long lines, long bytes) => new()
    {
        Path = _path,
        AgentLines = lines,
        AgentBytes = bytes,
        Lines = _lines,
        Bytes = _bytes,
        FirstTime = _first,
        LastTime = _last,
    };
}
