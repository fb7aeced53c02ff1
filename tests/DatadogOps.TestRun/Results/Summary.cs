using System.Globalization;

namespace DatadogOps.TestRun.Results;

/// <summary>The sum over all suites, and how it is told.</summary>
/// <param name="Results">All tests.</param>
public sealed record Summary(IReadOnlyList<TestResult> Results)
{
    /// <summary>The last line of a run.</summary>
    public string LastLine => string.Create(
        CultureInfo.InvariantCulture, $"{Count(TestOutcome.Passed)} passed, {Count(TestOutcome.Failed)} failed, {Count(TestOutcome.Skipped)} skipped");

    /// <summary>0 when tests ran and none failed.</summary>
    public int ExitCode => Count(TestOutcome.Failed) > 0 || Count(TestOutcome.Passed) == 0 ? 1 : 0;

    /// <summary>Lists what failed, with message and stack, and what was skipped, with the reason; then the sum.</summary>
    public void Write(TextWriter output)
    {
        foreach (TestResult failed in Results.Where(result => result.Outcome == TestOutcome.Failed))
        {
            output.WriteLine($"FAILED   {failed.Suite}: {failed.Name}");
            WriteIndented(output, failed.Message);
            WriteIndented(output, failed.Stack);
        }

        foreach (IGrouping<string, TestResult> reason in Results
            .Where(result => result.Outcome == TestOutcome.Skipped)
            .GroupBy(result => (result.Message ?? "no reason given").Trim().Split('\n')[0]))
        {
            output.WriteLine($"SKIPPED  {reason.Count()}: {reason.Key}");
            foreach (TestResult skipped in reason)
            {
                output.WriteLine($"         {skipped.Suite}: {skipped.Name}");
            }
        }

        if (Count(TestOutcome.Passed) + Count(TestOutcome.Failed) == 0)
        {
            output.WriteLine("No test ran.");
        }

        output.WriteLine(LastLine);
    }

    private static void WriteIndented(TextWriter output, string? text)
    {
        foreach (string line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            output.WriteLine("         " + line.TrimEnd());
        }
    }

    private int Count(TestOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
