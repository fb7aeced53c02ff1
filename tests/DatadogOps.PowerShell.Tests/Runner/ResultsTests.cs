using DatadogOps.TestRun.Results;
using DatadogOps.TestRun.Suites;

namespace DatadogOps.Tests.Runner;

/// <summary>How the test runner reads results and sums them.</summary>
public sealed class ResultsTests
{
    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
          <UnitTestResult testName="A.Passes" outcome="Passed" />
          <UnitTestResult testName="A.Fails" outcome="Failed">
            <Output><ErrorInfo><Message>Expected 1</Message><StackTrace>at A.Fails()</StackTrace></ErrorInfo></Output>
          </UnitTestResult>
          <UnitTestResult testName="A.Skips" outcome="NotExecuted">
            <Output><ErrorInfo><Message>no server here</Message></ErrorInfo></Output>
          </UnitTestResult>
        </Results></TestRun>
        """;

    [Fact]
    public void Results_of_the_test_platform_are_read()
    {
        List<TestResult> results = Read(Trx, TrxFile.Read);

        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped], results.Select(result => result.Outcome));
        Assert.Equal("Expected 1", results[1].Message);
        Assert.Equal("at A.Fails()", results[1].Stack);
        Assert.Equal("no server here", results[2].Message);
    }

    [Fact]
    public void Results_of_Pester_are_read()
    {
        List<TestResult> results = Read(
            """{"tests":[{"name":"A.b","result":"Passed","message":null,"stack":""},{"name":"A.c","result":"Failed","message":"no","stack":"at 1"}]}""",
            PesterFile.Read);

        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed], results.Select(result => result.Outcome));
        Assert.Equal("no", results[1].Message);
    }

    [Theory]
    [InlineData("<TestRun")]
    [InlineData("{\"tests\":")]
    [InlineData("{}")]
    public void Half_a_file_holds_no_results(string text)
    {
        Assert.Empty(Read(text, TrxFile.Read));
        Assert.Empty(Read(text, PesterFile.Read));
    }

    [Fact]
    public void The_last_line_is_the_sum_and_failures_are_told_with_their_stack()
    {
        var summary = new Summary(Read(Trx, TrxFile.Read));
        using var output = new StringWriter();
        summary.Write(output);

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("1 passed, 1 failed, 1 skipped", lines[^1]);
        Assert.Contains("FAILED   S: A.Fails", lines);
        Assert.Contains("at A.Fails()", lines);
        Assert.Contains("SKIPPED  1: no server here", lines);
        Assert.Equal(1, summary.ExitCode);
    }

    [Fact]
    public void No_test_is_no_success()
    {
        Assert.Equal(1, new Summary([]).ExitCode);
        Assert.Equal(1, new Summary([new TestResult("S", "a", TestOutcome.Skipped)]).ExitCode);
        Assert.Equal(0, new Summary([new TestResult("S", "a", TestOutcome.Passed), new TestResult("S", "b", TestOutcome.Skipped)]).ExitCode);
    }

    [Fact]
    public void Names_of_Pester_tests_are_read_without_Pester()
    {
        string[] file =
        [
            "Describe 'Outer' -Skip:(-not $env:X) {",
            "    BeforeAll { }",
            "    It 'does it''s work' {",
            "        # It 'is a comment' {",
            "    }",
            "    Context \"Inner\" {",
            "        It 'does more' -ForEach 1, 2 {",
            "        }",
            "    }",
            "}",
            "Describe 'Other' {",
            "    It 'ends' {",
        ];

        Assert.Equal(["Outer.does it's work", "Outer.Inner.does more", "Other.ends"], PesterScan.TestNames(file));
    }

    private static List<TestResult> Read(string text, Func<string, string, List<TestResult>> read)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return read("S", path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
