using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DatadogOps.Testbed;
using DatadogOps.TestRun.Results;
using DatadogOps.TestRun.Suites;

const string Usage = """
    usage: DatadogOps.TestRun [--filter TEXT]

    Runs the test suites that were built, one after the other, and writes their results to out/test-results/.
      --filter TEXT   only suites whose name contains TEXT; Pester is one of them
    Exit code 1 when a test failed, a suite crashed, or no test ran.
    """;

string filter = "";
switch (args)
{
    case []:
        break;
    case ["--filter", string text]:
        filter = text;
        break;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

using var stop = new CancellationTokenSource();
// The servers started for the tests must be stopped first. A second signal ends the program at once.
Action<PosixSignalContext> end = context =>
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, end);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, end);

string tests = Path.Combine(RepositoryLayout.Root, "tests");
// bin/<configuration>/<framework>, the same for all projects of one build.
string output = Path.GetRelativePath(Path.Combine(tests, "DatadogOps.TestRun"), AppContext.BaseDirectory);
List<ISuite> suites =
[
    .. Directory.EnumerateDirectories(tests, "*.Tests").Order(StringComparer.Ordinal).Select(directory => new DotNetSuite(directory, output)),
    new PesterSuite(),
];
suites.RemoveAll(suite => !suite.Name.Contains(filter, StringComparison.OrdinalIgnoreCase));

// Results of an earlier run would be counted again.
string resultsDirectory = Path.Combine(RepositoryLayout.Output, "test-results");
if (Directory.Exists(resultsDirectory))
{
    Directory.Delete(resultsDirectory, recursive: true);
}

Directory.CreateDirectory(resultsDirectory);

// What the tests leave in a user's folders (spools, lists, states) shall not be this user's.
DirectoryInfo home = Directory.CreateTempSubdirectory("datadogops-tests-");
foreach (string variable in new[] { "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR" })
{
    Environment.SetEnvironmentVariable(variable, home.CreateSubdirectory(variable).FullName);
}

var results = new List<TestResult>();
foreach (ISuite suite in suites)
{
    Console.WriteLine($"== {suite.Name}");
    long start = Stopwatch.GetTimestamp();
    try
    {
        List<TestResult> found = await suite.RunAsync(resultsDirectory, stop.Token);
        results.AddRange(found);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {new Summary(found).LastLine} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        results.Add(new TestResult(suite.Name, "(the suite itself)", TestOutcome.Failed, "Stopped by a signal."));
        break;
    }
    catch (Exception failure)
    {
        // A suite that cannot even start fails; the others still run.
        results.Add(new TestResult(suite.Name, "(the suite itself)", TestOutcome.Failed, failure.Message, failure.StackTrace));
    }
}

var summary = new Summary(results);
using (StreamWriter file = File.CreateText(Path.Combine(resultsDirectory, "summary.txt")))
{
    summary.Write(file);
}

Console.WriteLine();
summary.Write(Console.Out);
home.Delete(recursive: true);
return summary.ExitCode;
