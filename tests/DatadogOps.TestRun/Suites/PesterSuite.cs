using System.Globalization;
using System.Reflection;
using DatadogOps.Testbed;
using DatadogOps.TestRun.Results;

namespace DatadogOps.TestRun.Suites;

/// <summary>The tests in real PowerShell, with a server of each kind that they need.</summary>
internal sealed class PesterSuite : ISuite
{
    private static readonly Version s_leastPowerShell = new(7, 4);
    private static readonly Version s_leastPester = new(5, 5);

    private readonly string _directory = Path.Combine(RepositoryLayout.Root, "tests", "Pester");

    public string Name => "Pester";

    public async Task<List<TestResult>> RunAsync(string resultsDirectory, CancellationToken cancellationToken)
    {
        if (await FindReasonToSkipAsync() is { } reason)
        {
            Console.WriteLine($"  {reason}");
            return [.. Directory.EnumerateFiles(_directory, "*.Tests.ps1")
                .Order(StringComparer.Ordinal)
                .SelectMany(file => PesterScan.TestNames(File.ReadLines(file)))
                .Select(name => new TestResult(Name, name, TestOutcome.Skipped, reason))];
        }

        await using var servers = new PesterServers();
        Dictionary<string, string> environment = await servers.StartAsync(cancellationToken);
        environment["NO_COLOR"] = "1";
        environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach (AssemblyMetadataAttribute foreign in typeof(PesterSuite).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key.StartsWith("ForeignAssembly.", StringComparison.Ordinal)))
        {
            environment["DATADOGOPS_TEST_FOREIGN_" + foreign.Key["ForeignAssembly.".Length..].ToUpperInvariant().Replace('.', '_')] = foreign.Value!;
        }

        string results = Path.Combine(resultsDirectory, "Pester.json");
        int? exitCode = await SuiteProcess.RunAsync(
            "pwsh",
            ["-NoProfile", "-NonInteractive", "-File", Path.Combine(_directory, "Run.ps1"), "-ResultPath", results],
            environment,
            cancellationToken);
        List<TestResult> tests = PesterFile.Read(Name, results);
        if (exitCode is null)
        {
            tests.Add(Crash("It hung and was ended."));
        }
        else if (tests.Count == 0 || (exitCode != 0 && tests.All(test => test.Outcome != TestOutcome.Failed)))
        {
            tests.Add(Crash(string.Create(CultureInfo.InvariantCulture, $"It ended with exit code {exitCode} and without a failed test: a crash, or no test was found.")));
        }

        return tests;
    }

    private static async Task<string?> FindReasonToSkipAsync()
    {
        const string Ask = "\"$($PSVersionTable.PSVersion.Major).$($PSVersionTable.PSVersion.Minor) $((Get-Module -ListAvailable Pester | Sort-Object Version -Descending | Select-Object -First 1).Version)\"";
        if (await SuiteProcess.ReadAsync("pwsh", "-NoProfile", "-NonInteractive", "-Command", Ask) is not { } answer)
        {
            return "PowerShell is not installed (pwsh 7.4 or later with Pester 5.5 or later).";
        }

        string[] versions = answer.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (versions.Length == 0 || !Version.TryParse(versions[0], out Version? powerShell) || powerShell < s_leastPowerShell)
        {
            return $"PowerShell {versions.FirstOrDefault() ?? "?"} is older than 7.4.";
        }

        return versions.Length < 2 || !Version.TryParse(versions[1], out Version? pester) || pester < s_leastPester
            ? $"Pester 5.5 or later is not installed (found: {versions.ElementAtOrDefault(1) ?? "none"}; Install-PSResource Pester)."
            : null;
    }

    private TestResult Crash(string message) => new(Name, "(the suite itself)", TestOutcome.Failed, message);
}
