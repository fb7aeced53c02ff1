using DatadogOps.Help.Metadata;
using DatadogOps.Help.Output;
using DatadogOps.Help.Pages;

namespace DatadogOps.Help;

/// <summary>The tool: reads the dll and the pages, checks one against the other, writes what Get-Help reads.</summary>
public static class HelpBuild
{
    private const string Usage = """
        usage: DatadogOps.Help <module dll> <directory of cmdlet pages> <output xml> [<folder of System.Management.Automation>]

        Writes the help of the module's cmdlets to <output xml>, and each about_*.md of the directory above the pages as
        about_*.help.txt beside it. Exit code 1 when a page is wrong or missing, 2 when the call is.
        """;

    /// <summary>Runs the tool and returns its exit code.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not [string dll, string pageDirectory, string xml, .. string[] rest] || rest.Length > 1)
        {
            error.WriteLine(Usage);
            return 2;
        }

        if (!Directory.Exists(pageDirectory))
        {
            error.WriteLine($"There is no directory of pages at {pageDirectory}.");
            return 2;
        }

        try
        {
            using ModuleMetadata module = ModuleMetadata.Open(dll, rest.FirstOrDefault());
            var problems = new List<PageProblem>();
            List<CmdletPage> pages = ReadPages(pageDirectory, module.Cmdlets, problems);
            if (problems.Count > 0)
            {
                problems.ForEach(error.WriteLine);
                error.WriteLine($"{problems.Count} problem(s) in the pages of help; nothing was written.");
                return 1;
            }

            string directory = Path.GetDirectoryName(Path.GetFullPath(xml))!;
            Directory.CreateDirectory(directory);
            MamlWriter.Save(MamlWriter.Write(module.Cmdlets.Select(cmdlet => (cmdlet, pages.First(page => page.Title == cmdlet.Name)))), xml);
            int topics = WriteTopics(Path.GetDirectoryName(Path.GetFullPath(pageDirectory))!, directory);
            output.WriteLine($"help of {module.Cmdlets.Count} cmdlets and {topics} topic(s) -> {directory}");
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            error.WriteLine(failure.Message);
            return 2;
        }
    }

    /// <summary>Reads and checks all pages of a directory.</summary>
    public static List<CmdletPage> ReadPages(string directory, IReadOnlyList<CmdletModel> cmdlets, ICollection<PageProblem> problems)
    {
        var pages = new List<CmdletPage>();
        foreach (string file in Directory.EnumerateFiles(directory, "*.md").Order(StringComparer.Ordinal))
        {
            CmdletPage page = PageReader.Read(file, problems);
            pages.Add(page);
            foreach (PageProblem problem in PageCheck.Check(page, cmdlets))
            {
                problems.Add(problem);
            }
        }

        foreach (CmdletModel cmdlet in cmdlets.Where(c => pages.All(page => page.Title != c.Name)))
        {
            problems.Add(new PageProblem(Path.Combine(directory, cmdlet.Name + ".md"), 1, $"{cmdlet.Name} has no page. Write it."));
        }

        return pages;
    }

    private static int WriteTopics(string source, string target)
    {
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(source, "about_*.md"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            File.WriteAllText(Path.Combine(target, name + ".help.txt"), AboutTopic.Write(name, File.ReadAllLines(file)));
            count++;
        }

        return count;
    }
}
