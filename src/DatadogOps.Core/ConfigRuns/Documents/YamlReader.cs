using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads YAML through the events of YamlDotNet's parser. An alias of a scalar is that scalar, since Puppet's old formats write repeated
/// texts that way; an alias of a map or list reads as null, so that nested aliases cannot expand.
/// </summary>
internal sealed class YamlReader : DocumentReader
{
    private const int MaxAnchors = 100_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, string?> _anchors = [];
    private readonly List<bool?> _levels = []; // of a map: whether a key comes next; null: a list
    private string _scalar = "";

    /// <summary>Reads a text from its beginning; the caller disposes of it.</summary>
    public YamlReader(TextReader text) => _parser = new Parser(new Scanner(text, skipComments: true));

    /// <inheritdoc/>
    public override string Text => _scalar;

    /// <inheritdoc/>
    public override void MoveNext()
    {
        while (true)
        {
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
            // Defects of the scanner that hostile text triggers.
            throw Fail(ConfigRunErrorIds.ReportUnreadable, "The YAML cannot be read from here on.");
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
            throw Fail(ConfigRunErrorIds.ReportUnreadable, "A map or a list stands as a key.");
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

    // Psych writes bytes that are not UTF-8 as !binary.
    private static string FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
