using System.Text;
using DatadogOps.Help.Pages;

namespace DatadogOps.Help.Output;

/// <summary>
/// Makes an about topic from its page. Get-Help recognises the text by its first lines: TOPIC, the name, and
/// SHORT DESCRIPTION (about_Writing_Help_for_PowerShell_Modules).
/// </summary>
public static class AboutTopic
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>The topic's text.</summary>
    /// <param name="name">Name of the topic, such as <c>about_DatadogOps</c>.</param>
    /// <param name="lines">The page: a title, then sections under <c>##</c>, the first of which is "Short description".</param>
    public static string Write(string name, IEnumerable<string> lines)
    {
        var text = new StringBuilder("TOPIC\n" + Indent + name + "\n");
        var body = new List<string>();
        bool inCode = false;
        foreach (string line in lines.Append("## "))
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (inCode || !line.StartsWith('#'))
            {
                body.Add(line);
                continue;
            }

            foreach (string paragraph in PlainText.Paragraphs(body))
            {
                text.Append(Wrap(paragraph)).Append('\n');
            }

            body.Clear();
            if (line.StartsWith("## ", StringComparison.Ordinal) && line.Length > 3)
            {
                text.Append('\n').Append(line[3..].ToUpperInvariant()).Append('\n');
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                text.Append("\n  ").Append(line[4..]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Wrap(string paragraph)
    {
        // Code and output stay as they are; they are the paragraphs that have line ends of their own, or deep indentation.
        if (paragraph.Contains('\n', StringComparison.Ordinal))
        {
            return Indent + paragraph.Replace("\n", "\n" + Indent, StringComparison.Ordinal) + "\n";
        }

        string hanging = paragraph.StartsWith("- ", StringComparison.Ordinal) ? Indent + "  " : Indent;
        var text = new StringBuilder();
        string line = Indent;
        foreach (string word in paragraph.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Trim().Length > 0)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = hanging;
            }

            line += word + " ";
        }

        return text.Append(line.TrimEnd()).Append(hanging == Indent ? "\n" : "").ToString();
    }
}
