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
        var draft = new PageDraft(file, problems);
        foreach (Block block in Split(lines))
        {
            draft.Add(block);
        }

        return draft.ToPage();
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

    [GeneratedRegex(@"^(#{1,3})\s+(.+?)\s*$")]
    private static partial Regex HeadingLine();
}
