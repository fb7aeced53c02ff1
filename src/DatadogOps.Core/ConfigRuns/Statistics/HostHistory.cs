using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>The runs of one host, in order.</summary>
internal sealed class HostHistory(string name, RunFacts[] runs)
{
    // With fewer gaps there is no rhythm.
    private const int MinGaps = 2;

    public string Name => name;

    /// <summary>Whether the last run failed.</summary>
    public bool IsFailing => runs[^1].Status == ConfigRunStatus.Failed;

    /// <summary>Start of the first failed run since the last successful one.</summary>
    public DateTimeOffset? FailingSince
    {
        get
        {
            int lastGood = Array.FindLastIndex(runs, one => one.Status != ConfigRunStatus.Failed);
            return lastGood + 1 < runs.Length ? runs[lastGood + 1].Time : null;
        }
    }

    /// <summary>Seconds from the start of a run to the next.</summary>
    public IEnumerable<double> Gaps
    {
        get
        {
            for (int i = 1; i < runs.Length; i++)
            {
                if (runs[i].Time - runs[i - 1].Time is { } gap && gap > TimeSpan.Zero)
                {
                    yield return gap.TotalSeconds;
                }
            }
        }
    }

    /// <summary>Whether it has been silent for longer than specified, or than twice its own interval.</summary>
    public bool IsSilent(DateTimeOffset now, TimeSpan? interval)
    {
        double[] gaps = [.. Gaps.Order()];
        double? limit = interval?.TotalSeconds ?? (gaps.Length >= MinGaps ? 2 * Quantiles.Median(gaps) : null);
        return limit is { } seconds && runs[^1].Time is { } last && (now - last).TotalSeconds > seconds;
    }
}
