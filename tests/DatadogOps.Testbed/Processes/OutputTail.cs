using System.Text;

namespace DatadogOps.Testbed.Processes;

/// <summary>The last lines of an output, so that a talkative server costs no memory.</summary>
internal sealed class OutputTail
{
    private const int Limit = 256 * 1024;

    private readonly StringBuilder _text = new();

    /// <summary>Adds a line; null, the end of the output, adds nothing.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_text)
        {
            _text.Append(line).Append('\n');
            if (_text.Length > Limit)
            {
                _text.Remove(0, _text.Length - Limit);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }
}
