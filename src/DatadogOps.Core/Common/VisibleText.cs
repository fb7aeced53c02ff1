using System.Globalization;
using System.Text;

namespace DatadogOps.Common;

/// <summary>Text from outside in a form that is safe to print on a terminal.</summary>
internal static class VisibleText
{
    /// <summary>Replaces control and formatting characters, other than tabs and line feeds, by <c>\x1b</c> or <c>\u202e</c>.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            visible.Append(IsHidden(rune) ? string.Create(CultureInfo.InvariantCulture, $"{(rune.Value < 0x100 ? "\\x" : "\\u")}{rune.Value:x2}") : rune.ToString());
        }

        return visible.ToString();
    }

    private static bool IsHidden(Rune rune) => rune.Value is not ('\n' or '\t')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
