using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Makes foreign texts harmless in an event: they notify nobody, and do not end the Markdown around them.</summary>
internal static class EventText
{
    /// <summary>
    /// A text of one or more lines for a fenced block. <c>@name</c> would notify people of that name, so the sign is put in brackets;
    /// <c>%%%</c> would end the Markdown, and a fence its own block.
    /// </summary>
    public static string Block(string text, int limit) => ClipMiddle(Defuse(text, keepLines: true), limit);

    /// <summary>A text on one line, for a title or the text around a block.</summary>
    public static string Line(string text, int limit) => Clip(Defuse(text, keepLines: false), limit);

    /// <summary>A name on one line as code, so that no character is read as Markdown.</summary>
    public static string Code(string text, int limit) => $"`{Line(text, limit - 2).Replace('`', '\'')}`";

    /// <summary>Cuts at the end, and indicates it.</summary>
    public static string Clip(string text, int limit) => text.Length <= limit ? text : text[..Whole(text, limit - 3)] + "...";

    /// <summary>Cuts in the middle, since a message says what failed at its beginning and why at its end, and notes how much is missing.</summary>
    public static string ClipMiddle(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        // The length of the note varies by a few digits only.
        string note = string.Create(CultureInfo.InvariantCulture, $"\n[{text.Length} characters left out]\n");
        int kept = limit - note.Length;
        int head = Whole(text, kept / 2);
        int tail = text.Length - (kept - (kept / 2));
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..head]}\n[{tail - head} characters left out]\n{text[tail..]}");
    }

    private static int Whole(string text, int length) => length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static string Defuse(string text, bool keepLines)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.Trim().ReplaceLineEndings("\n").EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '@':
                    result.Append("(@)");
                    break;
                case '\n' when keepLines:
                    result.Append('\n');
                    break;
                case '\n' or '\t':
                    result.Append(' ');
                    break;
                default:
                    if (!Rune.IsControl(rune))
                    {
                        result.Append(rune.ToString());
                    }

                    break;
            }
        }

        return result.Replace("%%%", "% % %").Replace("```", "'''").ToString();
    }
}
