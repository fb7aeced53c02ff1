using System.Runtime.InteropServices;

namespace DatadogOps.Benchmarks;

/// <summary>Runs the benchmarks that were asked for, or all, and prints their tables as Markdown.</summary>
internal static class Suite
{
    private static readonly (string Name, Func<TextWriter, Task> Run)[] Benchmarks =
    [
        ("aws", AwsBenchmark.RunAsync),
        ("collect", CollectBenchmark.RunAsync),
        ("coldstart", ColdStartBenchmark.RunAsync),
        ("import", ImportBenchmark.RunAsync),
        ("metrics", MetricsBenchmark.RunAsync),
        ("nginx", NginxBenchmark.RunAsync),
        ("dogstatsd", DogStatsDBenchmark.RunAsync),
        ("api", ApiBenchmark.RunAsync),
        ("targets", TargetsBenchmark.RunAsync),
        ("stop", StopBenchmark.RunAsync),
        ("runs", RunsBenchmark.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] names)
    {
        foreach (string name in names)
        {
            if (!Benchmarks.Any(benchmark => benchmark.Name == name))
            {
                Console.Error.WriteLine($"There is no benchmark '{name}'. There are: {string.Join(", ", Benchmarks.Select(benchmark => benchmark.Name))}.");
                return 2;
            }
        }

        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores\n");
        foreach ((string name, Func<TextWriter, Task> run) in Benchmarks)
        {
            if (names.Length == 0 || names.Contains(name))
            {
                await run(Console.Out);
                Console.WriteLine();
            }
        }

        return 0;
    }
}
