using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Benchmarks;

/// <summary>
/// The first answer in a PowerShell that is open, the import included, against a plain console program that asks the same with Npgsql;
/// and the second answer.
/// </summary>
internal static class ColdStartBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync(TextWriter output)
    {
        await using PostgresCluster cluster = await PostgresCluster.StartAsync();
        string plain = Path.Combine(AppContext.BaseDirectory, "DatadogOps.Benchmarks");
        string command = $"Get-PgConnectionState -HostName {cluster.HostName} -Port {cluster.Port} -UserName {PostgresCluster.Superuser} -ErrorAction Stop";

        output.WriteLine("### First answer\n");
        output.WriteLine("| in PowerShell | ms | plain Npgsql program ms | ratio |\n|---|---:|---:|---:|");
        await CompareAsync("import, `Get-PgConnectionState` and its table", $"{command} | Out-String | Out-Null");
        await CompareAsync("import and `Get-PgConnectionState`", $"$null = {command}");

        async Task CompareAsync(string what, string line)
        {
            (double a, double b, double ratio) = await Pairs.MeasureAsync(
                Rounds, () => Programs.InPowerShellAsync(line), () => Programs.RunAsync(plain, ["plain-npgsql", cluster.ConnectionString()]));
            output.WriteLine($"| {what} | {Pairs.Text(a, "0")} | {Pairs.Text(b, "0")} | {Pairs.Text(ratio, "0.00")} |");
        }
    }
}
