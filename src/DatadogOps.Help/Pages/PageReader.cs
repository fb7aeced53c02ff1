using System.Text.RegularExpressions;

namespace DatadogOps.Help.Pages;

/// <summary>
/// Reads a cmdlet's page. The format, in order: <c># Verb-Noun</c>, then the sections of <see cref="SectionNames"/>, each under
/// <c>##</c>; parameters, examples, inputs and outputs each under <c>###</c>; errors as a table of id, meaning, action.
/// Syntax, types, positions and aliases are not written on a page: they are in the dll.
/// </summary>
public static partial class PageReader
{
    /// <summary>Sections of a page, in their order; the last two may be left out.</summary>
    public static IReadOnlyList<string> SectionNames { get; } =
        ["Synopsis", "Description", "Parameters", "Examples", "Inputs", "Outputs", "Errors", "Notes", "Related links"];

    /// <summary>Reads a page; what cannot be understood is added to <paramref name="problems"/>.</summary>
    public static CmdletPage Read(string file, ICollection<PageProblem> problems) => Read(file, File.ReadAllLines(file), problems);

    /// <summary>Reads a page from its lines.</summary>
    public static CmdletPage Read(string file, IReadOnlyList<string> lines, ICollection<PageProblem> problems)
    {
        List<Block> blocks = Split(lines);
        string title = "";
        var sections = new Dictionary<string, int>(StringComparer.Ordinal);
        var texts = new Dictionary<string, IReadOnlyList<(int Line, string Text)>>(StringComparer.Ordinal);
        var parts = new Dictionary<string, List<Block>>(StringComparer.Ordinal);
        string current = "";
        foreach (Block block in blocks)
        {
            switch (block.Level)
            {
                case 0:
                    Complain(block.Line, "text before the title; a page begins with '# Verb-Noun'.", block.Lines.Any(l => l.Text.Trim().Length > 0));
                    break;
                case 1:
                    Complain(block.Line, $"a second title '{block.Heading}'; a page has one.", title.Length > 0);
                    title = block.Heading;
                    break;
                case 2:
                    current = block.Heading;
                    Complain(block.Line, $"unknown section '{current}'; a page has: {string.Join(", ", SectionNames)}.", !SectionNames.Contains(current));
                    Complain(block.Line, $"section '{current}' is here twice.", !sections.TryAdd(current, block.Line));
                    texts[current] = block.Lines;
                    parts[current] = [];
                    break;
                default:
                    Complain(block.Line, $"heading '{block.Heading}' outside a section.", current.Length == 0);
                    parts.GetValueOrDefault(current)?.Add(block);
                    break;
            }
        }

        Complain(1, "no title; a page begins with '# Verb-Noun'.", title.Length == 0);
        foreach (string missing in SectionNames.Take(7).Where(name => !sections.ContainsKey(name)))
        {
            Complain(1, $"section '{missing}' is missing.", true);
        }

        return new CmdletPage
        {
            File = file,
            Title = title,
            Sections = sections,
            Synopsis = Text("Synopsis"),
            Description = Text("Description"),
            Parameters = [.. Parts("Parameters").Select(ReadParameter)],
            Examples = [.. Parts("Examples").Select(ReadExample)],
            Inputs = [.. Parts("Inputs").Select(b => new NamedText(b.Heading, b.Line, PlainText.Paragraphs(b.Texts)))],
            Outputs = [.. Parts("Outputs").Select(b => new NamedText(b.Heading, b.Line, PlainText.Paragraphs(b.Texts)))],
            Errors = [.. (texts.GetValueOrDefault("Errors") ?? []).Where(l => l.Text.StartsWith('|')).Skip(2).Select(ReadError).OfType<ErrorText>()],
            Notes = Text("Notes"),
            Links = [.. (texts.GetValueOrDefault("Related links") ?? []).Select(ReadLink).OfType<Link>()],
        };

        IReadOnlyList<string> Text(string section) => PlainText.Paragraphs((texts.GetValueOrDefault(section) ?? []).Select(l => l.Text));

        IEnumerable<Block> Parts(string section) => parts.GetValueOrDefault(section) ?? [];

        ParameterText ReadParameter(Block block)
        {
            Complain(block.Line, $"'{block.Heading}' is no parameter; write '### -Name'.", !block.Heading.StartsWith('-'));
            List<string> paragraphs = [.. PlainText.Paragraphs(block.Texts)];
            string? value = null;
            if (paragraphs.Count > 0 && DefaultLine().Match(paragraphs[^1]) is { Success: true } match)
            {
                value = match.Groups[1].Value;
                paragraphs.RemoveAt(paragraphs.Count - 1);
            }

            Complain(block.Line, $"parameter '{block.Heading}' has no text.", paragraphs.Count == 0);
            return new ParameterText(block.Heading.TrimStart('-'), block.Line, paragraphs, value);
        }

        Example ReadExample(Block block)
        {
            string[] all = [.. block.Texts];
            int start = Array.FindIndex(all, line => line.StartsWith("```powershell", StringComparison.Ordinal));
            int end = start < 0 ? -1 : Array.FindIndex(all, start + 1, line => line.StartsWith("```", StringComparison.Ordinal));
            Complain(block.Line, $"example '{block.Heading}' has no closed ```powershell block.", end < 0);
            return new Example(
                ExampleNumber().Replace(block.Heading, ""),
                block.Line,
                end < 0 ? [] : PlainText.Paragraphs(all[..start]),
                end < 0 ? "" : string.Join('\n', all[(start + 1)..end]),
                end < 0 ? [] : PlainText.Paragraphs(all[(end + 1)..]));
        }

        ErrorText? ReadError((int Line, string Text) row)
        {
            string[] cells = [.. row.Text.Trim().Trim('|').Split('|').Select(cell => PlainText.Inline(cell.Trim()))];
            bool good = cells.Length == 3 && cells.All(cell => cell.Length > 0);
            Complain(row.Line, "a row of errors has three cells: id, meaning, what to do.", !good);
            return good ? new ErrorText(cells[0], row.Line, cells[1], cells[2]) : null;
        }

        Link? ReadLink((int Line, string Text) line)
        {
            Match match = LinkLine().Match(line.Text);
            Complain(line.Line, "a related link is written '- [text](target)'.", !match.Success && line.Text.Trim().Length > 0);
            return match.Success ? new Link(match.Groups[1].Value, match.Groups[2].Value, line.Line) : null;
        }

        void Complain(int line, string message, bool when)
        {
            if (when)
            {
                problems.Add(new PageProblem(file, line, message));
            }
        }
    }

    private static List<Block> Split(IReadOnlyList<string> lines)
    {
        var blocks = new List<Block> { new(0, "", 1, []) };
        bool inCode = false;
        for (int i = 0; i < lines.Count; i++)
        {
            string line = lines[i];
            inCode ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            Match heading = HeadingLine().Match(line);
            if (!inCode && heading.Success)
            {
                blocks.Add(new Block(heading.Groups[1].Length, heading.Groups[2].Value.Replace("`", "", StringComparison.Ordinal), i + 1, []));
            }
            else
            {
                blocks[^1].Lines.Add((i + 1, line));
            }
        }

        return blocks;
    }

    private sealed record Block(int Level, string Heading, int Line, List<(int Line, string Text)> Lines)
    {
        public IEnumerable<string> Texts => Lines.Select(line => line.Text);
    }

    [GeneratedRegex(@"^(#{1,3})\s+(.+?)\s*$")]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^Default: (.+?)\.?$")]
    private static partial Regex DefaultLine();

    [GeneratedRegex(@"^Example \d+:\s*")]
    private static partial Regex ExampleNumber();

    [GeneratedRegex(@"^- \[([^\]]+)\]\(([^)]+)\)\s*$")]
    private static partial Regex LinkLine();
}
