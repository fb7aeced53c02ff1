using System.Diagnostics;

namespace DatadogOps.TestRun.Suites;

/// <summary>A child process whose output is streamed to the console, line by line.</summary>
internal static class SuiteProcess
{
    // A suite that needs longer than this hangs; all suites together should take a few minutes.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    // What the test platform says before and after, which the runner says itself or nobody needs.
    private static readonly string[] s_noise = ["VSTest version", "Starting test execution", "A total of ", "Results File:", "Test run for "];

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Its exit code, or null when it was killed because it hung.</returns>
    public static async Task<int?> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, e) => Print(Console.Out, e.Data);
        process.ErrorDataReceived += (_, e) => Print(Console.Error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Runs a program for its output alone; null when it is not there or fails.</summary>
    public static async Task<string?> ReadAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? (await output).Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static void Print(TextWriter writer, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line) && !s_noise.Any(line.StartsWith))
        {
            writer.WriteLine("  " + line);
        }
    }
}
