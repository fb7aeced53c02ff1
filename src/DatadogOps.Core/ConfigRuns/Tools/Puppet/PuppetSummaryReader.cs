using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Puppet;

/// <summary>Reads <c>last_run_summary.yaml</c>, which contains numbers only: no host, no names of resources, no cause of a failure.</summary>
internal static class PuppetSummaryReader
{
    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context)
    {
        var run = new RunBuilder(context, "Puppet") { Phase = "Apply" };
        bool hasVersion = false;
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "version":
                    hasVersion = true;
                    ReadVersion(reader, run);
                    break;
                case "application":
                    ReadApplication(reader, run);
                    break;
                default:
                    PuppetMetrics.ReadGroup(reader, key, run.NativeValues);
                    break;
            }
        }

        Dictionary<string, double> values = run.NativeValues;
        if (!hasVersion || !values.TryGetValue("time.last_run", out double lastRun))
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, "Puppet's summary ends without its 'version' and 'time.last_run'; it is incomplete, or still being written.");
        }

        if (context.Resources)
        {
            yield break;
        }

        run.EndTime = lastRun is > 0 and < 1e11 ? DateTimeOffset.UnixEpoch.AddSeconds(lastRun) : null;
        run.ElapsedSeconds = values.TryGetValue("time.total", out double total) ? total : null;
        run.StartTime = RunTime.Plausible(run.ElapsedSeconds) is { } elapsed ? RunTime.Add(run.EndTime, -elapsed) : null;
        run.Total = PuppetMetrics.Count(values, "resources.total") ?? 0;
        run.Updated = PuppetMetrics.Count(values, "resources.changed") ?? 0;
        run.Skipped = PuppetMetrics.Count(values, "resources.skipped") ?? 0;
        run.Failed = Math.Max(PuppetMetrics.Count(values, "resources.failed") ?? 0, PuppetMetrics.Count(values, "resources.failed_to_restart") ?? 0);
        run.Pending = PuppetMetrics.Count(values, "events.noop") ?? 0;

        // The summary of a run without a catalog has no resources.
        bool hadCatalog = run.Total > 0;
        run.Phase = hadCatalog ? "Apply" : "Catalog";
        run.IsFailed = run.Failed > 0 || !hadCatalog || values.GetValueOrDefault("events.failure") > 0;
        run.ErrorMessage = run.IsFailed ? "Puppet's summary contains no cause; see last_run_report.yaml next to it." : null;
        yield return run.Build();
    }

    private static void ReadVersion(DocumentReader reader, RunBuilder run)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "puppet":
                    run.ToolVersion = reader.ReadName();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadApplication(DocumentReader reader, RunBuilder run)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            if (key == "converged_environment")
            {
                run.Environment = reader.ReadName();
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
