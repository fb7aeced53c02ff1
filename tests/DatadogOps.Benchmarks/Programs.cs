using System.Diagnostics;
using DatadogOps.Testbed;

namespace DatadogOps.Benchmarks;

/// <summary>Whole processes: how long they take and how much memory they need.</summary>
internal static class Programs
{
    public static string Ddops => Path.Combine(RepositoryLayout.Output, "ddops", "ddops");

    public static string Module => Path.Combine(RepositoryLayout.Output, "DatadogOps");

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
            return line is null ? null : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
