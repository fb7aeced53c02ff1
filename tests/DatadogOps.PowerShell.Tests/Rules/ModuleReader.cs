using System.Collections;
using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;
using DatadogOps.Help;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Pages;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Rules;

/// <summary>Gathers what the rules look at. The metadata must outlive what is gathered.</summary>
public static class ModuleReader
{
    private static readonly XName[] s_controls = ["TableControl", "ListControl", "WideControl"];

    /// <summary>The staged module with its pages and tests.</summary>
    /// <param name="metadata">Its dll.</param>
    /// <param name="package">Its folder.</param>
    /// <param name="root">The repository.</param>
    public static ModuleUnderTest Read(ModuleMetadata metadata, string package, string root)
    {
        var problems = new List<PageProblem>();
        List<CmdletPage> pages = HelpBuild.ReadPages(Path.Combine(root, "docs", "cmdlets"), metadata.Cmdlets, problems);
        Assembly core = metadata.Load("DatadogOps.Core");
        return new ModuleUnderTest
        {
            Cmdlets = metadata.Cmdlets,
            Exports = ReadExports(Path.Combine(package, "DatadogOps.psd1")),
            Views = ReadViews(XDocument.Load(Path.Combine(package, "DatadogOps.Format.ps1xml"))),
            // What follows a # tells views of one type apart; PowerShell knows no more of it than the text.
            FindType = name => metadata.Module.GetType(name.Split('#')[0]) ?? core.GetType(name.Split('#')[0]),
            Pages = pages,
            PageProblems = problems,
            ErrorIds = [.. ReadErrorIds(metadata.Module), .. ReadErrorIds(core)],
            PackageFiles = [.. Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(package, file).Replace('\\', '/'))],
            SourceFiles = [.. FileNames(Path.Combine(root, "src", "DatadogOps.PowerShell"), "*.cs")],
            TestFiles = [.. FileNames(Path.Combine(root, "tests", "DatadogOps.PowerShell.Tests"), "*.cs"), .. FileNames(Path.Combine(root, "tests", "Pester"), "*.ps1")],
            Calls = IlScan.Calls(Path.Combine(package, "DatadogOps.PowerShell.dll")),
        };
    }

    /// <summary>CmdletsToExport of a manifest, which is parsed and never executed.</summary>
    public static string[] ReadExports(string manifest)
    {
        Ast script = Parser.ParseFile(manifest, out _, out ParseError[] errors);
        Assert.Empty(errors);
        var values = (Hashtable)script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        return [.. ((IEnumerable<object>)values["CmdletsToExport"]!).Cast<string>()];
    }

    /// <summary>Views of a format file.</summary>
    public static FormatView[] ReadViews(XDocument format) =>
    [
        .. from view in format.Descendants("View")
           let control = view.Elements().First(element => s_controls.Contains(element.Name))
           select new FormatView(
               (string?)view.Element("Name") ?? "",
               [.. view.Descendants("ViewSelectedBy").Elements("TypeName").Select(name => name.Value)],
               [.. control.Descendants("PropertyName").Concat(view.Elements("GroupBy").Elements("PropertyName")).Select(name => name.Value)]),
    ];

    /// <summary>Text constants of the classes whose name ends in ErrorIds.</summary>
    public static IEnumerable<ErrorIdConstant> ReadErrorIds(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.Name.EndsWith("ErrorIds", StringComparison.Ordinal)
        from constant in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where constant.IsLiteral && constant.FieldType.FullName == "System.String"
        select new ErrorIdConstant(type.Name, constant.Name, (string)constant.GetRawConstantValue()!);

    private static IEnumerable<string> FileNames(string directory, string pattern) => !Directory.Exists(directory)
        ? []
        : Directory.EnumerateFiles(directory, pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file));
}
