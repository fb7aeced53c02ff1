using DatadogOps.Aws.Iam;
using DatadogOps.Postgres.Activity;
using DatadogOps.Telemetry.Model;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Postgres;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Benchmarks;

/// <summary>From Ctrl+C to the end of PowerShell, while a cmdlet hangs in each of the places where it can.</summary>
internal static class StopBenchmark
{
    private const int Rounds = 5;
    private const int Interrupt = 2;

    public static async Task RunAsync(TextWriter output)
    {
        await using var hanging = new HangingListener();
        await using var mute = new MutePostgres();
        var options = new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["DD_API_KEY"] = new string('0', 32) } };

        output.WriteLine("### From Ctrl+C to the end of PowerShell\n");
        output.WriteLine("| where it hangs | ms, median | ms, longest | exit code |\n|---|---:|---:|---:|");
        await MeasureAsync("connect", $"Get-PgConnectionState -HostName 127.0.0.1 -Port {hanging.Port} -TimeoutSec 60");
        await MeasureAsync("query", $"Get-PgConnectionState -HostName 127.0.0.1 -Port {mute.Port} -TimeoutSec 60");
        await MeasureAsync("HTTP call", $"Send-DatadogMetric bench.value 1 -ApiUri http://127.0.0.1:{hanging.Port}/ -TimeoutSec 60");

        async Task MeasureAsync(string where, string line)
        {
            var times = new List<double>();
            int code = 0;
            for (int i = 0; i < Rounds; i++)
            {
                await using ChildProcess pwsh = PowerShellHost.Start(line, options);
                await Task.Delay(3000);
                times.Add(await Pairs.TimeAsync(async () =>
                {
                    pwsh.Signal(Interrupt);
                    await pwsh.WaitForExitAsync();
                }));
                code = pwsh.ExitCode;
            }

            output.WriteLine($"| {where} | {Pairs.Text(Pairs.Median(times), "0")} | {Pairs.Text(times.Max(), "0")} | {code} |");
        }
    }
}
