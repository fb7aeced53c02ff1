using System.Globalization;
using System.Text;

namespace DatadogOps.Terraform;

/// <summary>Strings and names in Terraform's language (developer.hashicorp.com/terraform/language/expressions/strings).</summary>
internal static class HclText
{
    private const string Marker = "EOT";

    /// <summary>A quoted string. Nothing in it is a template; half a surrogate pair becomes U+FFFD.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (Rune c in text.EnumerateRunes())
        {
            quoted.Append(c.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ when IsUnprintable(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{c.Value:X4}"),
                _ => c.ToString(),
            });
        }

        return EscapeTemplates(quoted.Append('"').ToString());
    }

    /// <summary>A text of several lines as a heredoc, which always ends in a line feed; null where it holds characters that need an escape.</summary>
    public static string? Heredoc(string text)
    {
        if (text.EnumerateRunes().Any(c => c.Value is not ('\n' or '\t') && (IsUnprintable(c) || c == Rune.ReplacementChar)))
        {
            return null;
        }

        string[] lines = text.Split('\n');
        string marker = Marker;
        for (int i = 2; lines.Any(line => line.Trim() == marker); i++)
        {
            marker = Marker + i.ToString(CultureInfo.InvariantCulture);
        }

        return $"<<{marker}\n{EscapeTemplates(text)}{(text.EndsWith('\n') ? "" : "\n")}{marker}";
    }

    /// <summary>A name for a resource: letters, digits and underscores, not beginning with a digit.</summary>
    public static string Name(string text)
    {
        var name = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        string made = name.ToString().Trim('_');
        return made.Length == 0 ? "unnamed" : char.IsAsciiDigit(made[0]) ? "_" + made : made;
    }

    // Line separators and the byte order mark are no control characters in Unicode, but editors treat them as such.
    private static bool IsUnprintable(Rune c) => Rune.IsControl(c) || c.Value is 0x2028 or 0x2029 or 0xFEFF;

    // A doubled $ or % before a brace is the character itself.
    private static string EscapeTemplates(string text) => text.Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);
}
