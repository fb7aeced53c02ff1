using System.Buffers;
using System.Globalization;
using System.Text;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Brings names and tags into the form that Datadog keeps, so that no text can be taken for a separator of the DogStatsD
/// protocol, which has no escaping. What is in order already is returned as it is, without a copy.
/// </summary>
internal static class MetricText
{
    private const char Replacement = '_';

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    // Separators of the protocol, control characters, and halves of surrogate pairs, which may turn out to be single.
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(c => c is '|' or ',' || char.IsControl(c) || char.IsSurrogate(c))]);

    private static readonly SearchValues<char> TextSuspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(code => (char)code).Where(c => (char.IsControl(c) && c is not ('\n' or '\t')) || char.IsSurrogate(c))]);

    /// <summary>
    /// Replaces each character that a metric's name cannot have by an underscore, as Datadog does on arrival
    /// (docs.datadoghq.com/metrics/custom_metrics, "Naming custom metrics").
    /// </summary>
    public static string NormalizeName(string name) =>
        name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
            ? name
            : Replace(name, static rune => rune.IsAscii && NameCharacters.Contains((char)rune.Value));

    /// <summary>
    /// Replaces the characters that cannot travel in a tag (comma, bar, control characters) by underscores, which is what
    /// Datadog makes of them too (docs.datadoghq.com/getting_started/tagging, "Define tags"). Case and spaces are left to Datadog.
    /// Of what has passed here once, nothing changes when it passes again.
    /// </summary>
    public static string NormalizeTag(string tag) =>
        tag.AsSpan().IndexOfAny(Suspects) < 0
            ? tag
            : Replace(tag, static rune => rune.Value is not ('|' or ',') && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control);

    /// <summary>
    /// Brings a text of several lines into order: ends of lines are newlines, a half of a surrogate pair is U+FFFD, and
    /// other control characters than tabs, which no reader of a text wants, are spaces.
    /// </summary>
    public static string NormalizeText(string text)
    {
        if (text.AsSpan().IndexOfAny(TextSuspects) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
        {
            bool keep = rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control;
            result.Append(keep ? rune : new Rune(rune.Value == '\r' ? '\n' : ' '));
        }

        return result.ToString();
    }

    /// <summary>Length in characters, where a surrogate pair is one.</summary>
    public static bool IsLongerThan(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return false;
        }

        int characters = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            characters++;
        }

        return characters > limit;
    }

    private static string Replace(string text, Func<Rune, bool> keep)
    {
        var result = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            bool whole = Rune.DecodeFromUtf16(rest, out Rune rune, out int length) == OperationStatus.Done;
            if (whole && keep(rune))
            {
                result.Append(rest[..length]);
            }
            else
            {
                result.Append(Replacement);
            }

            rest = rest[length..];
        }

        return result.ToString();
    }
}
