using System.Globalization;
using System.Text;

namespace DatadogOps.Terraform;

/// <summary>Texts of Terraform's language (developer.hashicorp.com/terraform/language/expressions/strings).</summary>
internal static class HclText
{
    // Lines of JSON and of messages are seldom this.
    private const string Marker = "EOT";

    /// <summary>A text in quotes; nothing in it is taken for a template.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '"':
                case '\\':
                    quoted.Append('\\').Append(c);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                case '$' or '%' when i + 1 < text.Length && text[i + 1] == '{':
                    quoted.Append(c).Append(c);
                    break;
                default:
                    AppendPlain(quoted, text, i);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A text of several lines as a heredoc, which ends in a line feed; null where its characters allow none.</summary>
    public static string? Heredoc(string text)
    {
        if (text.EnumerateRunes().Any(c => c.Value is not ('\n' or '\t') && (Rune.IsControl(c) || c.Value is 0x2028 or 0x2029 or 0xFEFF or 0xFFFD)))
        {
            return null;
        }

        string[] lines = text.Split('\n');
        string marker = Marker;
        for (int i = 2; lines.Any(line => line.Trim() == marker); i++)
        {
            marker = Marker + i.ToString(CultureInfo.InvariantCulture);
        }

        string escaped = Escape(text);
        return $"<<{marker}\n{escaped}{(escaped.EndsWith('\n') ? "" : "\n")}{marker}";
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

    // In a heredoc only templates are special; a doubled $ or % before a brace is the character itself.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            escaped.Append(text[i]);
            if (text[i] is '$' or '%' && i + 1 < text.Length && text[i + 1] == '{')
            {
                escaped.Append(text[i]);
            }
        }

        return escaped.ToString();
    }

    private static void AppendPlain(StringBuilder quoted, string text, int at)
    {
        char c = text[at];
        bool half = char.IsHighSurrogate(c) ? at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1])
            : char.IsLowSurrogate(c) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
        if (half)
        {
            quoted.Append('\uFFFD');
        }
        else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        else
        {
            quoted.Append(c);
        }
    }
}
