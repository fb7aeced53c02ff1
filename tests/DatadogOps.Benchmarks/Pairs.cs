using System.Diagnostics;
using System.Globalization;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Two ways of doing one thing, timed in turn, A B A B, so that a machine whose speed drifts drifts for both. What counts
/// is the median of the ratios, pair by pair.
/// </summary>
internal static class Pairs
{
    public static async Task<(double A, double B, double Ratio)> MeasureAsync(int rounds, Func<Task<double>> a, Func<Task<double>> b, int warmup = 2)
    {
        for (int i = 0; i < warmup; i++)
        {
            await a();
            await b();
        }

        var times = new List<(double A, double B)>();
        for (int i = 0; i < rounds; i++)
        {
            times.Add((await a(), await b()));
        }

        return (Median(times.Select(pair => pair.A)), Median(times.Select(pair => pair.B)), Median(times.Select(pair => pair.A / pair.B)));
    }

    public static async Task<double> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Text(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);
}
