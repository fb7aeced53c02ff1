using System.Diagnostics;
using System.Globalization;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>Objects through ConvertTo-DatadogMetric and Send-DatadogMetric to a UDP sink: all of them arrive, in flat memory.</summary>
internal static class MetricsBenchmark
{
    public static async Task RunAsync(TextWriter output)
    {
        output.WriteLine("### ConvertTo-DatadogMetric | Send-DatadogMetric, to a UDP sink\n");
        output.WriteLine("| objects | arrived | seconds | objects a second | peak MB |\n|---:|---:|---:|---:|---:|");
        foreach (int objects in new[] { 100_000, 1_000_000 })
        {
            await MeasureAsync(output, objects);
        }
    }

    private static async Task MeasureAsync(TextWriter output, int objects)
    {
        using var sink = new UdpSink();
        long start = Stopwatch.GetTimestamp();
        using Process process = StartPowerShell(sink, objects);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> result = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Close();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Programs.PeakMemory(process) ?? 0);
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(50));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"PowerShell ended with {process.ExitCode}: {await error}{await result}");
        }

        await Task.Delay(500);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {objects:N0} | {sink.Lines:N0} | {seconds:0.0} | {objects / seconds:N0} | {peak:0} |"));
    }

    // WhatIf is turned off by name, as a script would that runs where $WhatIfPreference may be on.
    private static string Pipeline(UdpSink sink) =>
        $"ConvertTo-DatadogMetric -Name bench.value -ValueProperty Value -TagProperty App, Shard | Send-DatadogMetric -DogStatsDEndpoint {sink.Endpoint} -WhatIf:$false";

    private static Process StartPowerShell(UdpSink sink, int objects) => Programs.StartPowerShell(
        $"Import-Module '{Programs.Module}'; & {{ for ($i = 0; $i -lt {objects}; $i++) {{ [pscustomobject]@{{ Value = $i; App = 'web'; Shard = $i % 10 }} }} }} | {Pipeline(sink)}");
}
