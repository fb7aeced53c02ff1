using System.Text;

namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Spans of a text that contain secrets, in any order and possibly overlapping.</summary>
internal sealed class SpanList
{
    private List<(int Start, int End)>? _spans;

    public void Add(int start, int end)
    {
        if (end > start)
        {
            (_spans ??= []).Add((start, end));
        }
    }

    /// <summary>The text with each span masked.</summary>
    public string Replace(string text)
    {
        if (_spans is null)
        {
            return text;
        }

        _spans.Sort();
        var clean = new StringBuilder(text.Length);
        int done = 0;
        foreach ((int start, int end) in _spans)
        {
            if (start >= done)
            {
                clean.Append(text, done, start - done).Append(SecretRedactor.Mask);
            }

            done = Math.Max(done, end);
        }

        return clean.Append(text, done, text.Length - done).ToString();
    }
}
