using System.Text.RegularExpressions;
using DatadogOps.Help.Metadata;

namespace DatadogOps.Help.Pages;

/// <summary>Holds a page against the cmdlet that it describes, so that help cannot fall behind the code.</summary>
public static partial class PageCheck
{
    private const int LeastExamples = 2;

    // about_CommonParameters, and what SupportsShouldProcess adds.
    private static readonly string[] s_common =
    [
        "Confirm", "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer", "OutVariable",
        "PipelineVariable", "ProgressAction", "Verbose", "WarningAction", "WarningVariable", "WhatIf",
    ];

    /// <summary>What is wrong with a page, given the module's cmdlets.</summary>
    public static IEnumerable<PageProblem> Check(CmdletPage page, IReadOnlyList<CmdletModel> cmdlets)
    {
        CmdletModel? cmdlet = cmdlets.FirstOrDefault(c => c.Name == page.Title);
        if (cmdlet is null)
        {
            return [new PageProblem(page.File, 1, $"the module has no cmdlet '{page.Title}'. Remove the page or mend its title.")];
        }

        return [.. CheckName(page), .. CheckTexts(page), .. CheckParameters(page, cmdlet), .. CheckExamples(page, cmdlets), .. CheckOutputs(page, cmdlet), .. CheckLinks(page)];
    }

    private static IEnumerable<PageProblem> CheckName(CmdletPage page)
    {
        if (Path.GetFileNameWithoutExtension(page.File) != page.Title)
        {
            yield return new PageProblem(page.File, 1, $"the page of {page.Title} must be named {page.Title}.md.");
        }
    }

    private static IEnumerable<PageProblem> CheckTexts(CmdletPage page)
    {
        if (page.Sections.TryGetValue("Synopsis", out int line) && page.Synopsis.Count != 1)
        {
            yield return new PageProblem(page.File, line, "the synopsis is one paragraph.");
        }

        if (page.Sections.TryGetValue("Description", out line) && page.Description.Count == 0)
        {
            yield return new PageProblem(page.File, line, "the description is empty.");
        }
    }

    private static IEnumerable<PageProblem> CheckParameters(CmdletPage page, CmdletModel cmdlet)
    {
        int section = page.Sections.GetValueOrDefault("Parameters", 1);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParameterText text in page.Parameters)
        {
            if (!told.Add(text.Name))
            {
                yield return new PageProblem(page.File, text.Line, $"parameter -{text.Name} is here twice.");
            }
            else if (cmdlet.Parameters.All(p => p.Name != text.Name))
            {
                yield return new PageProblem(page.File, text.Line, $"{cmdlet.Name} has no parameter -{text.Name}. Remove the text or mend the name.");
            }
        }

        foreach (ParameterModel parameter in cmdlet.Parameters.Where(p => !told.Contains(p.Name)))
        {
            yield return new PageProblem(page.File, section, $"parameter -{parameter.Name} is missing. Add '### -{parameter.Name}' with its text.");
        }
    }

    private static IEnumerable<PageProblem> CheckExamples(CmdletPage page, IReadOnlyList<CmdletModel> cmdlets)
    {
        if (page.Examples.Count < LeastExamples)
        {
            yield return new PageProblem(page.File, page.Sections.GetValueOrDefault("Examples", 1), $"{page.Examples.Count} example(s); a page has {LeastExamples} at least.");
        }

        foreach (Example example in page.Examples)
        {
            if (!example.Code.Contains(page.Title, StringComparison.Ordinal) && example.Code.Length > 0)
            {
                yield return new PageProblem(page.File, example.Line, $"example '{example.Title}' does not call {page.Title}.");
            }

            foreach (string message in UnknownParameters(example.Code, cmdlets))
            {
                yield return new PageProblem(page.File, example.Line, $"example '{example.Title}': {message}");
            }
        }
    }

    /// <summary>Parameters in code that the cmdlet they follow does not have. Looks at one command of a pipeline at a time.</summary>
    private static IEnumerable<string> UnknownParameters(string code, IReadOnlyList<CmdletModel> cmdlets)
    {
        string bare = Comment().Replace(Quoted().Replace(Continuation().Replace(code, " "), "''"), "");
        foreach (string command in bare.Split('|', ';', '\n', '(', ')', '{', '}'))
        {
            CmdletModel? cmdlet = cmdlets.FirstOrDefault(c => Regex.IsMatch(command, $@"(^|\s){Regex.Escape(c.Name)}(\s|$)"));
            if (cmdlet is null)
            {
                continue;
            }

            foreach (Match match in ParameterName().Matches(command[(command.IndexOf(cmdlet.Name, StringComparison.Ordinal) + cmdlet.Name.Length)..]))
            {
                string name = match.Groups[1].Value;
                if (!cmdlet.Parameters.Any(p => p.Name == name || p.Aliases.Contains(name)) && !s_common.Contains(name))
                {
                    yield return $"{cmdlet.Name} has no parameter -{name}.";
                }
            }
        }
    }

    private static IEnumerable<PageProblem> CheckOutputs(CmdletPage page, CmdletModel cmdlet)
    {
        int section = page.Sections.GetValueOrDefault("Outputs", 1);
        string[] declared = [.. cmdlet.Outputs.Select(TypeNames.Full), .. cmdlet.OutputNames];
        foreach (string missing in declared.Except(page.Outputs.Select(o => o.Name)))
        {
            yield return new PageProblem(page.File, section, $"output {missing} is missing. Add '### {missing}' with its text.");
        }

        foreach (NamedText output in page.Outputs.Where(o => o.Name != "None" && !declared.Contains(o.Name)))
        {
            yield return new PageProblem(page.File, output.Line, $"{cmdlet.Name} does not declare output {output.Name}.");
        }
    }

    private static IEnumerable<PageProblem> CheckLinks(CmdletPage page) =>
        from link in page.Links
        where !link.Target.Contains("://", StringComparison.Ordinal)
        where !File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page.File))!, link.Target.Split('#')[0]))
        select new PageProblem(page.File, link.Line, $"the link leads nowhere: {link.Target}");

    [GeneratedRegex(@"`\r?\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?m)(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<=\s)-([A-Za-z]\w*)")]
    private static partial Regex ParameterName();
}
