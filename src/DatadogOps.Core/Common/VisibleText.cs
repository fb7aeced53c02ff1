using System.Globalization;
using System.Text;

namespace DatadogOps.Common;

/// <summary>Text from outside in a form that is safe to print on a terminal.</summary>
internal static class VisibleText
{
    /// <summary>Replaces control and formatting characters by <c>\x1b</c> or <c>\u202e</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="except">Characters that stay: line feeds and tabs unless specified.</param>
    public static string Of(string text, string except = "\n\t")
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

        bool IsHidden(Rune rune) =>
            Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            && !except.Contains((char)rune.Value, StringComparison.Ordinal);
    }
}
