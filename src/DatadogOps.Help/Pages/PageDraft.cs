using System.Text.RegularExpressions;

namespace DatadogOps.Help.Pages;

/// <summary>A heading of a page with the lines below it; level 0 is what stands before the title.</summary>
internal sealed record Block(int Level, string Heading, int Line, List<(int Line, string Text)> Lines)
{
    public IEnumerable<string> Texts => Lines.Select(line => line.Text);
}

/// <summary>Puts the blocks of a page together, and notes what is not as a page should be.</summary>
internal sealed partial class PageDraft(string file, ICollection<PageProblem> problems)
{
    private const int RequiredSections = 7;

    private readonly Dictionary<string, int> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<(int Line, string Text)>> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Block>> _parts = new(StringComparer.Ordinal);
    private string _title = "";
    private string _current = "";

    /// <summary>Adds the next block.</summary>
    public void Add(Block block)
    {
        switch (block.Level)
        {
            case 0:
                Complain(block.Line, "text before the title; a page begins with '# Verb-Noun'.", block.Lines.Any(l => l.Text.Trim().Length > 0));
                break;
            case 1:
                Complain(block.Line, $"a second title '{block.Heading}'; a page has one.", _title.Length > 0);
                _title = block.Heading;
                break;
            case 2:
                _current = block.Heading;
                Complain(block.Line, $"unknown section '{_current}'; a page has: {string.Join(", ", PageReader.SectionNames)}.", !PageReader.SectionNames.Contains(_current));
                Complain(block.Line, $"section '{_current}' is here twice.", !_sections.TryAdd(_current, block.Line));
                _texts[_current] = block.Lines;
                _parts[_current] = [];
                break;
            default:
                Complain(block.Line, $"heading '{block.Heading}' outside a section.", _current.Length == 0);
                _parts.GetValueOrDefault(_current)?.Add(block);
                break;
        }
    }

    /// <summary>The page, when all blocks are there.</summary>
    public CmdletPage ToPage()
    {
        Complain(1, "no title; a page begins with '# Verb-Noun'.", _title.Length == 0);
        foreach (string missing in PageReader.SectionNames.Take(RequiredSections).Where(name => !_sections.ContainsKey(name)))
        {
            Complain(1, $"section '{missing}' is missing.", true);
        }

        return new CmdletPage
        {
            File = file,
            Title = _title,
            Sections = _sections,
            Synopsis = Text("Synopsis"),
            Description = Text("Description"),
            Parameters = [.. Parts("Parameters").Select(ReadParameter)],
            Examples = [.. Parts("Examples").Select(ReadExample)],
            Inputs = [.. Parts("Inputs").Select(ReadNamed)],
            Outputs = [.. Parts("Outputs").Select(ReadNamed)],
            Errors = [.. Lines("Errors").Where(l => l.Text.StartsWith('|')).Skip(2).Select(ReadError).OfType<ErrorText>()],
            Notes = Text("Notes"),
            Links = [.. Lines("Related links").Select(ReadLink).OfType<Link>()],
        };
    }

    private IReadOnlyList<(int Line, string Text)> Lines(string section) => _texts.GetValueOrDefault(section) ?? [];

    private IReadOnlyList<string> Text(string section) => PlainText.Paragraphs(Lines(section).Select(l => l.Text));

    private List<Block> Parts(string section) => _parts.GetValueOrDefault(section) ?? [];

    private static NamedText ReadNamed(Block block) => new(block.Heading, block.Line, PlainText.Paragraphs(block.Texts));

    private ParameterText ReadParameter(Block block)
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

    private Example ReadExample(Block block)
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

    private ErrorText? ReadError((int Line, string Text) row)
    {
        string[] cells = [.. row.Text.Trim().Trim('|').Split('|').Select(cell => PlainText.Inline(cell.Trim()))];
        bool good = cells.Length == 3 && cells.All(cell => cell.Length > 0);
        Complain(row.Line, "a row of errors has three cells: id, meaning, what to do.", !good);
        return good ? new ErrorText(cells[0], row.Line, cells[1], cells[2]) : null;
    }

    private Link? ReadLink((int Line, string Text) line)
    {
        Match match = LinkLine().Match(line.Text);
        Complain(line.Line, "a related link is written '- [text](target)'.", !match.Success && line.Text.Trim().Length > 0);
        return match.Success ? new Link(match.Groups[1].Value, match.Groups[2].Value, line.Line) : null;
    }

    private void Complain(int line, string message, bool when)
    {
        if (when)
        {
            problems.Add(new PageProblem(file, line, message));
        }
    }

    [GeneratedRegex(@"^Default: (.+?)\.?$")]
    private static partial Regex DefaultLine();

    [GeneratedRegex(@"^Example \d+:\s*")]
    private static partial Regex ExampleNumber();

    [GeneratedRegex(@"^- \[([^\]]+)\]\(([^)]+)\)\s*$")]
    private static partial Regex LinkLine();
}
