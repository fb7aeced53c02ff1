using System.Diagnostics;
using System.Text.Json;

namespace DatadogOps.Tests.Engine;

/// <summary>A fact that needs PowerShell, and is skipped by name without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PwshFactAttribute : FactAttribute
{
    public PwshFactAttribute() => Skip = Pwsh.Path is null ? "pwsh is not on this machine" : null;
}

/// <summary>Real PowerShell, the arbiter of what a line means.</summary>
internal static class Pwsh
{
    public static string? Path { get; } = Find();

    /// <summary>Runs a script in a fresh PowerShell with the sample module imported.</summary>
    public static string Run(string script, string? argument = null)
    {
        string file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ddops-{Guid.NewGuid():N}.ps1");
        try
        {
            File.WriteAllText(file, $"param([string] $Argument)\n$ErrorActionPreference = 'Continue'\nImport-Module '{SampleModule.Manifest}'\n{script}");
            var start = new ProcessStartInfo(Path!) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            foreach (string word in (string[])["-NoProfile", "-NonInteractive", "-NoLogo", "-File", file, .. argument is null ? Array.Empty<string>() : [argument]])
            {
                start.ArgumentList.Add(word);
            }

            start.Environment["NO_COLOR"] = "1";
            start.Environment["LC_ALL"] = "C";
            start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result + output);
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs lines one after the other in one PowerShell and tells what each did.</summary>
    public static List<LineOutcome> RunLines(IReadOnlyList<string> lines)
    {
        const string Script = """
            $InformationPreference = 'SilentlyContinue'
            foreach ($line in Get-Content -LiteralPath $Argument | ConvertFrom-Json) {
                $terminating = $null; $output = @(); $errors = @()
                try {
                    $all = @(& ([scriptblock]::Create($line)) 2>&1 3>$null 4>$null 5>$null 6>$null)
                    $errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { $_.FullyQualifiedErrorId })
                    $output = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] } | ForEach-Object { ConvertTo-Json $_ -Compress })
                }
                catch { $terminating = $_.FullyQualifiedErrorId }
                [Console]::Out.WriteLine('result: ' + (ConvertTo-Json -Compress @{ Output = $output; Errors = $errors; Terminating = $terminating }))
            }
            """;
        string file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ddops-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(lines));
            // What the host prints in between, such as a What if, is not the result.
            return [.. Run(Script, file).Split('\n').Where(l => l.StartsWith("result: ", StringComparison.Ordinal))
                .Select(l => JsonSerializer.Deserialize<LineOutcome>(l["result: ".Length..])!)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .Select(directory => System.IO.Path.Combine(directory, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
        .FirstOrDefault(File.Exists);
}

/// <summary>What a line did, as text.</summary>
public sealed record LineOutcome(string[] Output, string[] Errors, string? Terminating)
{
    public override string ToString() =>
        $"output [{string.Join(" | ", Output)}] errors [{string.Join(" | ", Errors)}] terminating [{Terminating}]";
}
