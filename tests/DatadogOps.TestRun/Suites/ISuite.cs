using DatadogOps.TestRun.Results;

namespace DatadogOps.TestRun.Suites;

/// <summary>Tests that run together in processes of their own.</summary>
public interface ISuite
{
    /// <summary>Name, as <c>--filter</c> takes it.</summary>
    string Name { get; }

    /// <summary>Runs the tests, streaming what they print. A crash is a failed test in the result, not an exception.</summary>
    Task<List<TestResult>> RunAsync(string resultsDirectory, CancellationToken cancellationToken);
}
