using System.Diagnostics;
using System.Globalization;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>Whole processes: how long they take and how much memory they need.</summary>
internal static class Programs
{
    public static string Module => Path.Combine(RepositoryLayout.Output, "DatadogOps");

    /// <summary>Runs a line in a fresh PowerShell, and gives the milliseconds from before the import to after the line.</summary>
    public static Task<double> InPowerShellAsync(string line) => TimeInPowerShellAsync($"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{Module}'; {line}");

    /// <summary>Runs a line in a fresh PowerShell that has imported the module, and gives the line's milliseconds.</summary>
    public static Task<double> ImportedAsync(string line) => TimeInPowerShellAsync($"Import-Module '{Module}'; $watch = [Diagnostics.Stopwatch]::StartNew(); {line}");

    /// <summary>Runs a script that starts <c>$watch</c>, and gives what that shows at its end.</summary>
    public static async Task<double> TimeInPowerShellAsync(string script)
    {
        using Process process = StartPowerShell($"{script}; $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && error.Length == 0
            ? double.Parse((await output).Trim().Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"PowerShell ended with {process.ExitCode}: {error}{await output}");
    }

    /// <summary>Starts the pinned PowerShell with a script.</summary>
    public static Process StartPowerShell(string script) => Start("dotnet", PowerShellArguments(script));

    /// <summary>Arguments of <c>dotnet</c> that run a script in the pinned PowerShell.</summary>
    public static string[] PowerShellArguments(string script) => [PowerShellHost.Dll, "-NoProfile", "-NonInteractive", "-NoLogo", "-Command", script];

    /// <summary>First arguments to start this program again: its assembly, where it was started as "dotnet x.dll".</summary>
    public static string[] Own => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Programs).Assembly.Location] : [];

    /// <summary>Runs a program to its end and gives its milliseconds; its output goes nowhere. Fails when it does.</summary>
    public static async Task<double> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0
            ? elapsed
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}{await output}");
    }

    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>Largest resident memory so far in MB, or null once the process is gone.</summary>
    public static double? PeakMemory(Process process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
