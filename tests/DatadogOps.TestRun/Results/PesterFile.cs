using System.Text.Json;

namespace DatadogOps.TestRun.Results;

/// <summary>Reads the results that <c>tests/Pester/Run.ps1</c> writes.</summary>
public static class PesterFile
{
    /// <summary>The tests of a file; none when it is missing or broken, which a crash leaves behind.</summary>
    public static List<TestResult> Read(string suite, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.GetProperty("tests").EnumerateArray().Select(test => new TestResult(
                suite,
                test.GetProperty("name").GetString()!,
                test.GetProperty("result").GetString() switch
                {
                    "Passed" => TestOutcome.Passed,
                    "Skipped" => TestOutcome.Skipped,
                    _ => TestOutcome.Failed,
                },
                test.GetProperty("message").GetString(),
                test.GetProperty("stack").GetString()))];
        }
        catch (Exception failure) when (failure is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
