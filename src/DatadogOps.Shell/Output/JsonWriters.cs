namespace DatadogOps.Shell.Output;

/// <summary>One object a line, as <c>ConvertTo-Json -Compress</c> of each.</summary>
public sealed class JsonLinesWriter(TextWriter output, Action<string> warn) : IObjectWriter
{
    private readonly JsonText _json = new(indented: false);
    private bool _warned;

    /// <inheritdoc/>
    public void Write(object? value)
    {
        output.Write(_json.Write(value));
        output.Write('\n');
        if (_json.Truncated && !_warned)
        {
            _warned = true;
            warn(JsonWriter.TruncationWarning);
        }
    }

    /// <inheritdoc/>
    public void Complete() => output.Flush();
}

/// <summary>What <c>ConvertTo-Json</c> gives for all objects: one alone as it is, several as a list. Holds no more than one.</summary>
public sealed class JsonWriter(TextWriter output, Action<string> warn) : IObjectWriter
{
    internal const string TruncationWarning = "Resulting JSON is truncated as serialization has exceeded the set depth of 2.";

    private readonly JsonText _json = new(indented: true);
    private object? _first;
    private long _count;

    /// <inheritdoc/>
    public void Write(object? value)
    {
        if (_count++ == 0)
        {
            _first = value;
            return;
        }

        if (_count == 2)
        {
            output.Write("[\n  ");
            output.Write(_json.Write(_first, 1));
            _first = null;
        }

        output.Write(",\n  ");
        output.Write(_json.Write(value, 1));
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_count == 1)
        {
            output.Write(_json.Write(_first));
            output.Write('\n');
        }
        else if (_count > 1)
        {
            output.Write("\n]\n");
        }

        output.Flush();
        if (_json.Truncated)
        {
            warn(TruncationWarning);
        }
    }
}
