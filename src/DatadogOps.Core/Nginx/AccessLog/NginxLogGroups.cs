using System.Text;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>What lines are counted by.</summary>
[Flags]
public enum NginxLogDimensions
{
    /// <summary>The log as a whole.</summary>
    None = 0,

    /// <summary>Host that was asked for.</summary>
    HostName = 1,

    /// <summary>Address of the checker.</summary>
    ClientAddress = 2,

    /// <summary>Path that was asked for.</summary>
    UrlPath = 4,

    /// <summary>Status of the answer.</summary>
    Status = 8,

    /// <summary>Hour.</summary>
    Hour = 16,
}

/// <summary>Counts lines by what they have in common. Makes text of a group's bytes only when it is new; keeps no more groups than a person can read.</summary>
internal sealed class NginxLogGroups(NginxLogDimensions by)
{
    // A checker that is given a new path with each request must not fill the memory.
    private const int MaxGroups = 50_000;
    private const int MaxKey = 4096;
    private const string Other = "(other)";

    private static readonly NginxLogDimensions[] s_order =
        [NginxLogDimensions.HostName, NginxLogDimensions.ClientAddress, NginxLogDimensions.UrlPath, NginxLogDimensions.Status, NginxLogDimensions.Hour];

    private readonly Dictionary<int, List<Group>> _groups = [];
    private readonly byte[] _key = new byte[MaxKey];
    private int _count;
    private Group? _latest;

    /// <summary>Adds a line.</summary>
    public void Add(in NginxLogLine line, int bytes)
    {
        int length = 0;
        foreach (NginxLogDimensions dimension in s_order)
        {
            if (by.HasFlag(dimension))
            {
                ReadOnlySpan<byte> value = Value(line, dimension);
                value = value[..Math.Min(value.Length, MaxKey / s_order.Length - 1)];
                value.CopyTo(_key.AsSpan(length));
                length += value.Length;
                _key[length++] = 0;
            }
        }

        // Most checks ask the same as the one before.
        ReadOnlySpan<byte> key = _key.AsSpan(0, length);
        Group group = _latest is not null && key.SequenceEqual(_latest.Key) ? _latest : Find(key);
        _latest = group;
        group.Lines++;
        group.Bytes += bytes;
    }

    /// <summary>The groups, the largest first.</summary>
    public IEnumerable<(Dictionary<NginxLogDimensions, string> Values, long Lines, long Bytes)> All() =>
        _groups.Values.SelectMany(list => list).OrderByDescending(group => group.Lines).Select(group => (Values(group.Key), group.Lines, group.Bytes));

    private Dictionary<NginxLogDimensions, string> Values(byte[] key)
    {
        var values = new Dictionary<NginxLogDimensions, string>();
        int position = 0;
        foreach (NginxLogDimensions dimension in s_order.Where(dimension => by.HasFlag(dimension)))
        {
            int length = key.AsSpan(position).IndexOf((byte)0);
            values[dimension] = length < 0 ? Other : Encoding.UTF8.GetString(key.AsSpan(position, length));
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

    private static ReadOnlySpan<byte> Value(in NginxLogLine line, NginxLogDimensions dimension) => dimension switch
    {
        NginxLogDimensions.HostName => line[NginxLogField.Host],
        NginxLogDimensions.ClientAddress => line[NginxLogField.ClientAddress],
        NginxLogDimensions.UrlPath => UrlPath(line[NginxLogField.Request]),
        NginxLogDimensions.Status => line[NginxLogField.Status],
        _ => NginxLogTime.Hour(line[NginxLogField.Time]),
    };

    // Of "GET /health?x=1 HTTP/1.1" the path.
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
