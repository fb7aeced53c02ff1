using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads any YAML by the events of YamlDotNet. An alias of a scalar is that scalar, as Puppet's old formats write repeated texts; an
/// alias of a map or list is no value, so that a file of aliases of aliases stays as small as it is.
/// </summary>
internal sealed class YamlReader : DocumentReader
{
    private const int MaxAnchors = 100_000;

    private readonly StreamReader _text;
    private readonly Parser _parser;
    private readonly Dictionary<string, string?> _anchors = [];
    private readonly List<bool?> _levels = []; // of maps whether a key comes next; null is a list
    private readonly CancellationToken _stop;
    private string _scalar = "";

    /// <summary>Reads a file that <see cref="BlockYamlReader"/> does not know.</summary>
    public YamlReader(YamlSource source, CancellationToken stop)
    {
        _text = new StreamReader(new MemoryStream(source.Bytes, source.Start, source.Length, writable: false), Encoding.UTF8);
        _parser = new Parser(new Scanner(_text, skipComments: true));
        _stop = stop;
    }

    /// <inheritdoc/>
    public override string Text => _scalar;

    /// <inheritdoc/>
    public override void MoveNext()
    {
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            if (!Next())
            {
                Kind = NodeKind.None;
                return;
            }

            switch (_parser.Current)
            {
                case MappingStart map:
                    Note(map.Anchor, null);
                    Open(isMap: true);
                    return;
                case SequenceStart list:
                    Note(list.Anchor, null);
                    Open(isMap: false);
                    return;
                case MappingEnd or SequenceEnd:
                    Kind = _levels[^1] is null ? NodeKind.ListEnd : NodeKind.MapEnd;
                    _levels.RemoveAt(_levels.Count - 1);
                    AfterValue();
                    return;
                case Scalar scalar:
                    TakeScalar(scalar);
                    return;
                case AnchorAlias alias:
                    TakeText(_anchors.GetValueOrDefault(alias.Value.Value));
                    return;
            }
        }
    }

    /// <inheritdoc/>
    public override DocumentException Fail(string errorId, string reason)
    {
        Mark at = _parser.Current?.Start ?? Mark.Empty;
        return new DocumentException(errorId, reason, Math.Max(1, at.Line), Math.Max(1, at.Column));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }

    private bool Next()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException error)
        {
            string reason = error.Message;
            int head = error.InnerException is null ? reason.IndexOf("): ", StringComparison.Ordinal) : -1;
            throw new DocumentException(ConfigRunErrorIds.ReportUnreadable, head < 0 ? reason : reason[(head + 3)..], Math.Max(1, error.Start.Line), Math.Max(1, error.Start.Column));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The scanner's own defects on hostile text.
            throw Fail(ConfigRunErrorIds.ReportUnreadable, "The YAML cannot be read beyond here.");
        }
    }

    private void Open(bool isMap)
    {
        if (_levels.Count == MaxDepth)
        {
            throw Fail(ConfigRunErrorIds.ReportUnreadable, $"The report nests deeper than {MaxDepth} levels.");
        }

        if (_levels.Count > 0 && _levels[^1] == true)
        {
            throw Fail(ConfigRunErrorIds.ReportUnreadable, "Here stands a map or a list as a key.");
        }

        _levels.Add(isMap ? true : null);
        Kind = isMap ? NodeKind.MapStart : NodeKind.ListStart;
    }

    private void TakeScalar(Scalar scalar)
    {
        string text = scalar.Value;
        bool isPlain = scalar.Style == ScalarStyle.Plain;
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith("binary", StringComparison.Ordinal))
        {
            text = FromBase64(text);
        }

        string? value = isPlain && text is "" or "~" or "null" ? null : text;
        Note(scalar.Anchor, value);
        TakeText(value);
    }

    private void TakeText(string? text)
    {
        if (_levels.Count > 0 && _levels[^1] == true)
        {
            Kind = NodeKind.Key;
            _scalar = text ?? "";
            _levels[^1] = false;
            return;
        }

        Kind = text is null ? NodeKind.Null : NodeKind.Scalar;
        _scalar = text ?? "";
        AfterValue();
    }

    private void AfterValue()
    {
        if (_levels.Count > 0 && _levels[^1] == false)
        {
            _levels[^1] = true;
        }
    }

    private void Note(AnchorName anchor, string? value)
    {
        if (!anchor.IsEmpty && _anchors.Count < MaxAnchors)
        {
            _anchors[anchor.Value] = value;
        }
    }

    // Psych writes what is no UTF-8 as !binary; a message is read as well as it can be.
    private static string FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
