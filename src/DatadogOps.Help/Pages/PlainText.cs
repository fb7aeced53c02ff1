using System.Text.RegularExpressions;

namespace DatadogOps.Help.Pages;

/// <summary>Turns the little Markdown that the pages use into the plain text that a console shows.</summary>
internal static partial class PlainText
{
    /// <summary>Removes the marks of code, emphasis and links from a line.</summary>
    public static string Inline(string markdown)
    {
        string text = LinkMark().Replace(markdown, match =>
            match.Groups[2].Value.Contains("://", StringComparison.Ordinal) ? $"{match.Groups[1].Value} ({match.Groups[2].Value})" : match.Groups[1].Value);
        // Between backticks nothing else is a mark: `rds_*` keeps its star.
        return string.Concat(text.Split('`').Select((part, index) => index % 2 == 1 ? part : EmphasisMark().Replace(part, "$1")));
    }

    /// <summary>Paragraphs of a block of lines: wrapped lines are joined, lists and code stay as they are written.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var open = new List<string>();
        var code = new List<string>();
        bool inCode = false;
        foreach (string line in lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                Close();
                if (inCode)
                {
                    paragraphs.Add(string.Join('\n', code));
                    code.Clear();
                }

                inCode = !inCode;
            }
            else if (inCode)
            {
                code.Add(line);
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                Close();
            }
            else
            {
                if (ListMark().IsMatch(line) || line.StartsWith('|'))
                {
                    Close();
                }

                if (!TableRule().IsMatch(line))
                {
                    open.Add(Inline(line.StartsWith('|') ? line.Trim('|', ' ').Replace(" | ", "  ", StringComparison.Ordinal) : line.Trim()));
                }
            }
        }

        Close();
        return paragraphs;

        void Close()
        {
            if (open.Count > 0)
            {
                paragraphs.Add(string.Join(' ', open));
                open.Clear();
            }
        }
    }

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex LinkMark();

    [GeneratedRegex(@"\*{1,2}([^*]+)\*{1,2}")]
    private static partial Regex EmphasisMark();

    [GeneratedRegex(@"^\s*([-*]|\d+\.)\s")]
    private static partial Regex ListMark();

    [GeneratedRegex(@"^\|[\s:|-]+\|$")]
    private static partial Regex TableRule();
}
