using System.Globalization;
using DatadogOps.TestRun.Results;

namespace DatadogOps.TestRun.Suites;

/// <summary>An xunit project, already built.</summary>
/// <param name="projectDirectory">Its folder, such as <c>tests/DatadogOps.Core.Tests</c>.</param>
/// <param name="output">Folder inside it with the build, such as <c>bin/Release/net10.0</c>.</param>
internal sealed class DotNetSuite(string projectDirectory, string output) : ISuite
{
    public string Name { get; } = Path.GetFileName(projectDirectory);

    public async Task<List<TestResult>> RunAsync(string resultsDirectory, CancellationToken cancellationToken)
    {
        string dll = Path.Combine(projectDirectory, output, Name + ".dll");
        if (!File.Exists(dll))
        {
            return [Crash($"It is not built: there is no {dll}. Run the build first.")];
        }

        string trx = Path.Combine(resultsDirectory, Name + ".trx");
        // The dll, not the project: MSBuild would look at the whole tree again.
        string[] arguments =
        [
            "test", dll, "--nologo", "--results-directory", resultsDirectory,
            "--logger", "trx;LogFileName=" + Path.GetFileName(trx), "--logger", "console;verbosity=minimal",
        ];
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath switch
        {
            { } path when Path.GetFileNameWithoutExtension(path) == "dotnet" => path,
            _ => "dotnet",
        };
        int? exitCode = await SuiteProcess.RunAsync(dotnet, arguments, new Dictionary<string, string>(), cancellationToken);
        List<TestResult> results = TrxFile.Read(Name, trx);
        if (exitCode is null)
        {
            results.Add(Crash("It hung and was ended."));
        }
        else if (exitCode != 0 && results.All(result => result.Outcome != TestOutcome.Failed))
        {
            results.Add(Crash(string.Create(CultureInfo.InvariantCulture, $"It ended with exit code {exitCode} and without a failed test: a crash, or no test was found.")));
        }

        return results;
    }

    private TestResult Crash(string message) => new(Name, "(the suite itself)", TestOutcome.Failed, message);
}
