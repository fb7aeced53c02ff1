namespace DatadogOps.TestRun.Results;

/// <summary>How a test ended.</summary>
public enum TestOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test's result.</summary>
/// <param name="Suite">Suite it belongs to.</param>
/// <param name="Name">Full name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or was skipped.</param>
/// <param name="Stack">Where it failed.</param>
public sealed record TestResult(string Suite, string Name, TestOutcome Outcome, string? Message = null, string? Stack = null);
