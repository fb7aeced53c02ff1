using System.Xml.Linq;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Pages;

namespace DatadogOps.Tests.Rules;

/// <summary>The checker is proved on samples: each rule finds its own breach, and nothing else is found.</summary>
public sealed class RuleSamplesTests : IDisposable
{
    private const string Ids = "DatadogOps.Commands.";

    // Breaches that the samples' dll makes, by rule and subject.
    private static readonly (string Rule, string Subject)[] s_expected =
    [
        ("approved-verb", "Fetch-PgThing"),
        ("blocking-call", Ids + "GetPgAwaiterCommand.ProcessRecord"),
        ("blocking-call", Ids + "GetPgResultCommand.ProcessRecord"),
        ("blocking-call", Ids + "GetPgSleepCommand.ProcessRecord"),
        ("blocking-call", Ids + "GetPgWaitCommand.ProcessRecord"),
        ("class-name", "Get-PgOther"),
        ("confirm-impact", "Remove-PgThing"),
        ("default-parameter-set", "Get-PgMisdefaulted"),
        ("default-parameter-set", "Get-PgUndefaulted"),
        ("no-bool", "Get-PgBool -Quick"),
        ("no-field", "Get-PgField -Field"),
        ("noun-prefix", "Get-Thing"),
        ("noun-singular", "Get-PgThings"),
        ("one-type", "Get-PgMistyped -Day"),
        ("output-type", "Get-PgArray"),
        ("output-type", "Get-PgObject"),
        ("output-type", "Get-PgUntyped"),
        ("pipeline-input", "Get-PgPipeless"),
        ("reserved-name", "Get-PgReserved -OutBuffer"),
        ("reserved-name", "Get-PgReservedShort -Catalog"),
        ("secret-type", "Get-PgSecret -Password"),
        ("shared-alias", "Get-PgMisaliased -Port"),
        ("shared-alias", "Get-PgUnaliased -LiteralPath"),
        ("should-process", "Set-PgThing"),
        ("should-process", "Test-PgThing"),
        ("stop-processing", "Get-PgHidingStop"),
        ("stop-processing", "Get-PgUnstoppable"),
        ("unique-name", "Get-PgTwice"),
        ("validate-range", "Get-PgUnbounded -TimeoutSec"),
        ("view", "DatadogOps.Samples.PgUnviewed"),
    ];

    private readonly ModuleMetadata _metadata = ModuleMetadata.Open(BuildOutput.RuleSamples, BuildOutput.Automation);
    private readonly ModuleUnderTest _samples;
    private readonly ModuleUnderTest _clean;

    public RuleSamplesTests()
    {
        string[] names = [.. _metadata.Cmdlets.Select(cmdlet => cmdlet.Name)];
        _samples = new ModuleUnderTest
        {
            Cmdlets = _metadata.Cmdlets,
            Exports = [.. names.Order(StringComparer.Ordinal)],
            Views = [new FormatView("sample", ["DatadogOps.Samples.PgSample"], ["HostName", "Count"])],
            FindType = name => _metadata.Module.GetType(name),
            Pages = [Page("Get-PgSample", "SampleRefused", "SampleSlow")],
            PageProblems = [],
            ErrorIds = [.. ModuleReader.ReadErrorIds(_metadata.Module)],
            PackageFiles =
            [
                "DatadogOps.psd1", "DatadogOps.PowerShell.dll", "DatadogOps.TypeNames.dll", "DatadogOps.Format.ps1xml", "DatadogOps.Types.ps1xml", "LICENSE", "deps/DatadogOps.Core.dll",
                "en-US/DatadogOps.PowerShell.dll-Help.xml", "en-US/about_DatadogOps.help.txt",
            ],
            SourceFiles = [.. _metadata.Cmdlets.Select(cmdlet => cmdlet.Type.Name + ".cs")],
            TestFiles = [.. names.Select(name => name + ".Tests.ps1")],
            Calls = IlScan.Calls(BuildOutput.RuleSamples),
        };

        // The samples whose name ends in Sample are right.
        CmdletModel[] right = [.. _metadata.Cmdlets.Where(cmdlet => cmdlet.Noun.EndsWith("Sample", StringComparison.Ordinal))];
        _clean = _samples with
        {
            Cmdlets = right,
            Exports = [.. right.Select(cmdlet => cmdlet.Name)],
            Calls = [.. _samples.Calls.Where(call => right.Any(cmdlet => cmdlet.Type.FullName == call.Caller))],
        };
    }

    public void Dispose() => _metadata.Dispose();

    [Fact]
    public void Each_rule_finds_its_sample_and_nothing_else()
    {
        (string, string)[] found = [.. AllRules.Check(_samples).Select(finding => (finding.Rule, finding.Subject))];

        Assert.Equal(s_expected.Order(), found.Order());
    }

    [Fact]
    public void Right_samples_break_no_rule()
    {
        Assert.Equal(3, _clean.Cmdlets.Count);
        Assert.Empty(AllRules.Check(_clean));
    }

    [Fact]
    public void Exports_differ_from_the_dll() => Finds(
        _clean with { Exports = ["Send-DatadogSample", "Get-PgSample", "Get-PgGone"] },
        ("exports", "ConvertTo-DatadogSample"),
        ("exports", "Get-PgGone"),
        ("exports", "CmdletsToExport"));

    [Fact]
    public void Exports_are_not_sorted() => Finds(
        _clean with { Exports = ["Get-PgSample", "ConvertTo-DatadogSample", "Send-DatadogSample"] },
        ("exports", "CmdletsToExport"));

    [Fact]
    public void A_view_names_what_is_not_there() => Finds(
        _clean with { Views = [.. _clean.Views, new FormatView("odd", ["DatadogOps.Samples.PgSample"], ["Colour"]), new FormatView("lost", ["DatadogOps.Samples.Gone"], [])] },
        ("view-property", "lost"),
        ("view-property", "odd"));

    [Fact]
    public void A_page_is_wrong() => Finds(
        _clean with { PageProblems = [new PageProblem("docs/cmdlets/Get-PgSample.md", 3, "odd")] },
        ("page", "Get-PgSample"));

    [Fact]
    public void An_error_id_is_there_twice() => Finds(
        _clean with { ErrorIds = [.. _clean.ErrorIds, new ErrorIdConstant("OtherErrorIds", "Busy", "SampleSlow")] },
        ("error-id", "SampleSlow"));

    [Fact]
    public void An_error_id_is_on_no_page_and_a_page_has_an_unknown_one() => Finds(
        _clean with { Pages = [Page("Get-PgSample", "SampleRefused", "SampleGone")] },
        ("error-page", "SampleGone"),
        ("error-page", "SampleSlow"));

    [Theory]
    [InlineData("System.Management.Automation.dll")]
    [InlineData("deps/System.Management.Automation.dll")]
    [InlineData("deps/xunit.core.dll")]
    [InlineData("DatadogOps.PowerShell.deps.json")]
    public void The_package_holds_a_stranger(string file) => Finds(_clean with { PackageFiles = [.. _clean.PackageFiles, file] }, ("package", file));

    [Fact]
    public void The_package_lacks_its_help() => Finds(
        _clean with { PackageFiles = [.. _clean.PackageFiles.Where(file => !file.EndsWith(".xml", StringComparison.Ordinal))] },
        ("package", "en-US/DatadogOps.PowerShell.dll-Help.xml"));

    [Fact]
    public void A_cmdlet_has_no_test() => Finds(
        _clean with { TestFiles = ["Get-PgSample.Tests.ps1", "SendDatadogSampleTests.cs"] },
        ("test-file", "ConvertTo-DatadogSample"));

    [Fact]
    public void A_format_file_is_read()
    {
        var format = XDocument.Parse("""
            <Configuration><ViewDefinitions><View>
              <Name>v</Name>
              <ViewSelectedBy><TypeName>A.B</TypeName></ViewSelectedBy>
              <GroupBy><PropertyName>Host</PropertyName></GroupBy>
              <TableControl><TableHeaders/><TableRowEntries><TableRowEntry><TableColumnItems>
                <TableColumnItem><PropertyName>State</PropertyName></TableColumnItem>
              </TableColumnItems></TableRowEntry></TableRowEntries></TableControl>
            </View></ViewDefinitions></Configuration>
            """);

        FormatView view = Assert.Single(ModuleReader.ReadViews(format));
        Assert.Equal(["A.B"], view.TypeNames);
        Assert.Equal(["State", "Host"], view.Properties);
    }

    private static void Finds(ModuleUnderTest module, params (string Rule, string Subject)[] expected) =>
        Assert.Equal(expected.Order(), AllRules.Check(module).Select(finding => (finding.Rule, finding.Subject)).Order());

    private static CmdletPage Page(string title, params string[] errorIds) => new()
    {
        File = $"docs/cmdlets/{title}.md",
        Title = title,
        Sections = new Dictionary<string, int>(),
        Errors = [.. errorIds.Select((id, index) => new ErrorText(id, index + 1, "It failed.", "Try again."))],
    };
}
