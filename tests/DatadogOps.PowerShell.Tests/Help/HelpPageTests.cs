using System.Xml.Linq;
using DatadogOps.Help;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Output;
using DatadogOps.Help.Pages;
using DatadogOps.Tests.Rules;

namespace DatadogOps.Tests.Help;

/// <summary>Pages of help: what is read of them, what is refused and where, and what Get-Help gets.</summary>
public sealed class HelpPageTests : IDisposable
{
    private const string Page = """
        # Get-PgSample

        ## Synopsis

        Gets a `sample`.

        ## Description

        First paragraph
        goes on.

        - one
        - two

        ## Parameters

        ### -HostName

        Where.

        ### -ConnectionString

        How.

        ### -Port

        Port.

        Default: 5432

        ### -Day

        When.

        ### -Continuous

        Again.

        ### -KeyPath

        Key.

        ## Examples

        ### Example 1: First

        Before.

        ```powershell
        Get-PgSample -HostName a |
            Sort-Object Count
        ```

        After.

        ### Example 2: Second

        ```powershell
        Get-PgSample -ConnectionString 'x -Nonsense' -Verbose
        ```

        ## Inputs

        ### None

        ## Outputs

        ### DatadogOps.Samples.PgSample

        It.

        ## Errors

        | Id | Meaning | What to do |
        |---|---|---|
        | `SampleRefused` | Refused. | Ask. |

        ## Related links

        - [about](https://example.test/)
        """;

    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly ModuleMetadata _metadata = ModuleMetadata.Open(BuildOutput.RuleSamples, BuildOutput.Automation);

    public void Dispose() => _metadata.Dispose();

    [Fact]
    public void A_right_page_has_no_problem() => Assert.Empty(Check(Page));

    [Theory]
    [InlineData("### -Day", "### -Night", "### -Night", "no parameter -Night")]
    [InlineData("### -Day\n\nWhen.\n\n", "", "## Parameters", "parameter -Day is missing")]
    [InlineData("When.\n", "\n", "### -Day", "has no text")]
    [InlineData("### -KeyPath", "### -Day", "### -Day", "twice")]
    [InlineData("## Synopsis", "## Summary", "## Summary", "unknown section 'Summary'")]
    [InlineData("Sort-Object Count", "Sort-Object Count; Get-PgSample -Quick", "### Example 1", "no parameter -Quick")]
    [InlineData("Get-PgSample -ConnectionString 'x -Nonsense' -Verbose", "Get-Date", "### Example 2", "does not call Get-PgSample")]
    [InlineData("### DatadogOps.Samples.PgSample", "### System.String", "## Outputs", "DatadogOps.Samples.PgSample is missing")]
    [InlineData("| `SampleRefused` | Refused. | Ask. |", "| `SampleRefused` | Refused. |", "| `SampleRefused`", "three cells")]
    [InlineData("https://example.test/", "Nowhere.md", "- [about]", "leads nowhere")]
    [InlineData("# Get-PgSample\n", "# Get-PgNothing\n", "# Get-Pg", "no cmdlet 'Get-PgNothing'")]
    public void A_wrong_page_is_refused_with_its_line(string right, string wrong, string place, string message)
    {
        Assert.Contains(right, Page, StringComparison.Ordinal);
        string page = Page.Replace(right, wrong, StringComparison.Ordinal);
        List<PageProblem> problems = Check(page);
        int line = Array.FindLastIndex(page.Split('\n'), text => text.StartsWith(place, StringComparison.Ordinal)) + 1;

        Assert.Contains(problems, problem => problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.StartsWith($"Get-PgSample.md:{problem.Line}: error: ", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void One_example_is_too_few()
    {
        int second = Page.IndexOf("### Example 2", StringComparison.Ordinal);
        string page = Page.Remove(second, Page.IndexOf("## Inputs", StringComparison.Ordinal) - second);

        Assert.Contains(Check(page), problem => problem.Line == LineOf("## Examples") && problem.Message.Contains("1 example", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_refused()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("datadogops-help-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "Get-PgSample.md"), Page);
            string xml = Path.Combine(directory.FullName, "out", "help.xml");
            using var output = new StringWriter();
            using var error = new StringWriter();

            Assert.Equal(1, HelpBuild.Run([BuildOutput.RuleSamples, directory.FullName, xml, BuildOutput.Automation], output, error));
            Assert.Contains("Send-DatadogSample.md:1: error: Send-DatadogSample has no page", error.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists(xml));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Syntax_and_types_come_from_the_dll()
    {
        CmdletModel cmdlet = _metadata.Cmdlets.Single(c => c.Name == "Get-PgSample");
        XElement command = MamlWriter.Write([(cmdlet, Read(Page, []))]).Descendants(s_command + "command").Single();

        XElement[] sets = [.. command.Descendants(s_command + "syntaxItem")];
        Assert.Equal(2, sets.Length);
        Assert.Equal(["HostName", "Port", "Day", "Continuous", "KeyPath"], Names(sets[0]));
        Assert.Equal(["ConnectionString", "Port", "Day", "Continuous", "KeyPath"], Names(sets[1]));

        XElement[] parameters = [.. command.Element(s_command + "parameters")!.Elements()];
        XElement host = parameters.Single(p => p.Element(s_maml + "name")!.Value == "HostName");
        Assert.Equal("0", host.Attribute("position")!.Value);
        Assert.Equal("True (ByPropertyName, ByValue)", host.Attribute("pipelineInput")!.Value);
        Assert.Equal("ComputerName, Server", host.Attribute("aliases")!.Value);
        Assert.Equal("String[]", host.Element(s_command + "parameterValue")!.Value);
        Assert.Equal("true", sets[1].Elements(s_command + "parameter").First().Attribute("required")!.Value);
        XElement port = parameters.Single(p => p.Element(s_maml + "name")!.Value == "Port");
        Assert.Equal("5432", port.Element(s_dev + "defaultValue")!.Value);
        XElement day = parameters.Single(p => p.Element(s_maml + "name")!.Value == "Day");
        Assert.Equal(Enum.GetNames<DayOfWeek>(), day.Element(s_command + "parameterValueGroup")!.Elements().Select(value => value.Value));
        Assert.Null(parameters.Single(p => p.Element(s_maml + "name")!.Value == "Continuous").Element(s_command + "parameterValue"));

        Assert.Equal(["First paragraph goes on.", "- one", "- two"], command.Element(s_maml + "description")!.Elements().Select(para => para.Value));
        Assert.Equal("Gets a sample.", command.Element(s_command + "details")!.Element(s_maml + "description")!.Value);
        XElement example = command.Descendants(s_command + "example").First();
        Assert.Equal("# Before.\nGet-PgSample -HostName a |\n    Sort-Object Count", example.Element(s_dev + "code")!.Value);
    }

    [Fact]
    public void What_changes_the_world_has_WhatIf_in_its_help()
    {
        CmdletModel cmdlet = _metadata.Cmdlets.Single(c => c.Name == "Send-DatadogSample");
        var page = new CmdletPage
        {
            File = "Send-DatadogSample.md",
            Sections = new Dictionary<string, int>(),
            Parameters = [new ParameterText("InputObject", 1, ["It."], null), new ParameterText("ApiKey", 2, ["Key."], null)],
        };
        XElement command = MamlWriter.Write([(cmdlet, page)]).Descendants(s_command + "command").Single();

        Assert.Equal(["InputObject", "ApiKey", "WhatIf", "Confirm"], Names(command.Descendants(s_command + "syntaxItem").Single()));
    }

    [Fact]
    public void An_about_topic_begins_as_Get_Help_expects()
    {
        string[] page = ["# about_X", "", "## Short description", "", "It is `so`.", "", "## Long description", "", "- a", "- b", "", "```text", "code  here", "  more", "```"];

        Assert.Equal(
            "TOPIC\n    about_X\n\nSHORT DESCRIPTION\n    It is so.\n\n\nLONG DESCRIPTION\n    - a\n    - b\n    code  here\n      more\n\n",
            AboutTopic.Write("about_X", page));
    }

    private static int LineOf(string text) => Array.FindIndex(Page.Split('\n'), line => line == text) + 1;

    private static string[] Names(XElement item) => [.. item.Elements(s_command + "parameter").Select(p => p.Element(s_maml + "name")!.Value)];

    private static CmdletPage Read(string page, List<PageProblem> problems) => PageReader.Read("Get-PgSample.md", page.Split('\n'), problems);

    private List<PageProblem> Check(string page)
    {
        var problems = new List<PageProblem>();
        CmdletPage read = Read(page, problems);
        problems.AddRange(PageCheck.Check(read, _metadata.Cmdlets));
        return problems;
    }
}
