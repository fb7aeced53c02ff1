using DatadogOps.Aws.Iam;
using DatadogOps.Postgres.Activity;
using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Benchmarks;

/// <summary>From the shell's prompt to the answer: ddops against a plain console program that asks the same with Npgsql.</summary>
internal static class ColdStartBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync(TextWriter output)
    {
        await using PostgresCluster cluster = await PostgresCluster.StartAsync();
        string plain = Path.Combine(AppContext.BaseDirectory, "DatadogOps.Benchmarks");
        string[] command = ["Get-PgConnectionState", "-HostName", cluster.HostName, "-Port", $"{cluster.Port}", "-UserName", PostgresCluster.Superuser];

        output.WriteLine("### Cold start, whole processes\n");
        output.WriteLine("| command | ms | plain Npgsql program ms | ratio |\n|---|---:|---:|---:|");
        await CompareAsync("ddops Get-PgConnectionState", command);
        await CompareAsync("ddops Get-PgConnectionState --output json", [.. command, "--output", "json"]);
        await CompareAsync("ddops --version", ["--version"]);

        async Task CompareAsync(string what, string[] arguments)
        {
            (double a, double b, double ratio) = await Pairs.MeasureAsync(
                Rounds, () => Programs.RunAsync(Programs.Ddops, arguments), () => Programs.RunAsync(plain, ["plain-npgsql", cluster.ConnectionString()]));
            output.WriteLine($"| `{what}` | {Pairs.Text(a, "0")} | {Pairs.Text(b, "0")} | {Pairs.Text(ratio, "0.00")} |");
        }
    }
}
