namespace DatadogOps.Nginx.AccessLog;

/// <summary>What is looked for in a line of an access log.</summary>
internal enum NginxLogField
{
    /// <summary>Anything else.</summary>
    None = -1,

    /// <summary><c>$http_user_agent</c>.</summary>
    UserAgent,

    /// <summary><c>$remote_addr</c>.</summary>
    ClientAddress,

    /// <summary><c>$request</c>, <c>$request_uri</c> or <c>$uri</c>.</summary>
    Request,

    /// <summary><c>$status</c>.</summary>
    Status,

    /// <summary><c>$time_local</c>, <c>$time_iso8601</c> or <c>$msec</c>.</summary>
    Time,

    /// <summary><c>$host</c>, <c>$http_host</c> or <c>$server_name</c>.</summary>
    Host,
}

/// <summary>Where the fields of one line are; of length 0 where the line has none.</summary>
internal ref struct NginxLogLine
{
    /// <summary>How many fields there are.</summary>
    public const int FieldCount = 6;

    private readonly ReadOnlySpan<byte> _line;
    private Ranges _ranges;

    public NginxLogLine(ReadOnlySpan<byte> line) => _line = line;

    /// <summary>A field's bytes.</summary>
    public readonly ReadOnlySpan<byte> this[NginxLogField field] => _line.Slice(_ranges[(int)field].Start, _ranges[(int)field].Length);

    /// <summary>Tells where a field is.</summary>
    public void Set(NginxLogField field, int start, int length) => _ranges[(int)field] = (start, length);

    [System.Runtime.CompilerServices.InlineArray(FieldCount)]
    private struct Ranges
    {
        private (int Start, int Length) _first;
    }
}
