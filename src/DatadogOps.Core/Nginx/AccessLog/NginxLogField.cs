namespace DatadogOps.Nginx.AccessLog;

/// <summary>Fields of a line of an access log.</summary>
internal enum NginxLogField
{
    /// <summary>Any other field.</summary>
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

/// <summary>Positions of the fields of one line; a missing field has length 0.</summary>
internal ref struct NginxLogLine
{
    /// <summary>Number of fields.</summary>
    public const int FieldCount = 6;

    private readonly ReadOnlySpan<byte> _line;
    private Ranges _ranges;

    public NginxLogLine(ReadOnlySpan<byte> line) => _line = line;

    /// <summary>Bytes of a field.</summary>
    public readonly ReadOnlySpan<byte> this[NginxLogField field] => _line.Slice(_ranges[(int)field].Start, _ranges[(int)field].Length);

    /// <summary>Sets the position of a field.</summary>
    public void Set(NginxLogField field, int start, int length) => _ranges[(int)field] = (start, length);

    [System.Runtime.CompilerServices.InlineArray(FieldCount)]
    private struct Ranges
    {
        private (int Start, int Length) _first;
    }
}
