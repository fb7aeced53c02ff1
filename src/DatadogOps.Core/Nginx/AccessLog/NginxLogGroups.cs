using System.Text;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>Counts lines by the values of fields. Decodes the values once per group, and limits the number of groups.</summary>
internal sealed class NginxLogGroups(IReadOnlyList<NginxLogField> fields)
{
    // Bounds memory if each request has another path.
    private const int MaxGroups = 50_000;
    private const int MaxKey = 4096;
    private const string Other = "(other)";

    private readonly Dictionary<int, List<Group>> _groups = [];
    private readonly byte[] _key = new byte[MaxKey];
    private int _count;
    private Group? _latest;

    /// <summary>Adds a line.</summary>
    public void Add(in NginxLogLine line, int bytes)
    {
        int length = 0;
        foreach (NginxLogField field in fields)
        {
            ReadOnlySpan<byte> value = Value(line, field);
            value = value[..Math.Min(value.Length, MaxKey / NginxLogLine.FieldCount - 1)];
            value.CopyTo(_key.AsSpan(length));
            length += value.Length;
            _key[length++] = 0;
        }

        // Most lines belong to the same group as the one before.
        ReadOnlySpan<byte> key = _key.AsSpan(0, length);
        Group group = _latest is not null && key.SequenceEqual(_latest.Key) ? _latest : Find(key);
        _latest = group;
        group.Lines++;
        group.Bytes += bytes;
    }

    /// <summary>All groups, in descending order of size.</summary>
    public IEnumerable<(Dictionary<NginxLogField, string> Values, long Lines, long Bytes)> All() =>
        _groups.Values.SelectMany(list => list).OrderByDescending(group => group.Lines).Select(group => (Values(group.Key), group.Lines, group.Bytes));

    private Dictionary<NginxLogField, string> Values(byte[] key)
    {
        var values = new Dictionary<NginxLogField, string>();
        int position = 0;
        foreach (NginxLogField field in fields)
        {
            int length = key.AsSpan(position).IndexOf((byte)0);
            values[field] = length < 0 ? Other : Encoding.UTF8.GetString(key.AsSpan(position, length));
            position = length < 0 ? position : position + length + 1;
        }

        return values;
    }

    private Group Find(ReadOnlySpan<byte> key)
    {
        var hash = default(HashCode);
        hash.AddBytes(key);
        int code = hash.ToHashCode();
        if (_groups.TryGetValue(code, out List<Group>? list))
        {
            foreach (Group group in list)
            {
                if (group.Key.AsSpan().SequenceEqual(key))
                {
                    return group;
                }
            }
        }

        if (_count >= MaxGroups && key.Length > 0)
        {
            return Find([]);
        }

        _count++;
        var added = new Group(key.ToArray());
        if (list is null)
        {
            _groups[code] = list = [];
        }

        list.Add(added);
        return added;
    }

    private static ReadOnlySpan<byte> Value(in NginxLogLine line, NginxLogField field) => field switch
    {
        NginxLogField.Request => UrlPath(line[field]),
        NginxLogField.Time => NginxLogTime.Hour(line[field]),
        _ => line[field],
    };

    // The path of "GET /health?x=1 HTTP/1.1".
    private static ReadOnlySpan<byte> UrlPath(ReadOnlySpan<byte> request)
    {
        int space = request.IndexOf((byte)' ');
        if (space >= 0 && !request.StartsWith("/"u8))
        {
            request = request[(space + 1)..];
        }

        int end = request.IndexOfAny((byte)'?', (byte)' ');
        return end < 0 ? request : request[..end];
    }

    private sealed class Group(byte[] key)
    {
        public byte[] Key { get; } = key;

        public long Lines { get; set; }

        public long Bytes { get; set; }
    }
}
