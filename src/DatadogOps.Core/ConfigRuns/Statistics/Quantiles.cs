namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>Statistics of sorted numbers; null if there are too few.</summary>
internal static class Quantiles
{
    // With fewer numbers, quartiles are meaningless.
    private const int MinForFence = 8;
    private const double FenceFactor = 1.5;

    public static double? Mean(double[] sorted) => sorted.Length == 0 ? null : sorted.Average();

    /// <summary>Sample variance.</summary>
    public static double? Variance(double[] sorted)
    {
        if (sorted.Length < 2)
        {
            return null;
        }

        double mean = sorted.Average();
        return sorted.Sum(one => (one - mean) * (one - mean)) / (sorted.Length - 1);
    }

    /// <summary>The smallest number that at least the given share of all does not exceed.</summary>
    public static double? NearestRank(double[] sorted, double part) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];

    public static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    /// <summary>Tukey's upper fence; larger numbers are outliers.</summary>
    public static double? UpperFence(double[] sorted)
    {
        if (sorted.Length < MinForFence)
        {
            return null;
        }

        double lower = NearestRank(sorted, 0.25)!.Value;
        double upper = NearestRank(sorted, 0.75)!.Value;
        return upper + (FenceFactor * (upper - lower));
    }
}
