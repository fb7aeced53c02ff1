using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Puppet;

/// <summary>
/// Reads Puppet's report, formats 0 to 12; see lib/puppet/transaction/report.rb and https://puppet.com/docs/puppet/7/format_report.html.
/// The earliest failure event of a resource is the cause of a failed run, since later ones follow from it. Without one the run failed before
/// it had a catalog, and the cause is in the log. PuppetDB stores the same under other names; see
/// https://puppet.com/docs/puppetdb/7/api/wire_format/report_format_v8.html.
/// </summary>
internal static class PuppetReportReader
{
    private const string Tool = "Puppet";

    private static readonly string[] Required = ["host", "time", "logs", "metrics"];

    // From this format on, a report ends with corrective_change, after its resources.
    private const int FirstFormatWithEnd = 7;

    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context)
    {
        var run = new RunBuilder(context, Tool);
        var log = new PuppetLog();
        var statuses = new List<PuppetStatus>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int format = 0;
        string? status = null;
        bool isNoopPending = false;
        while (reader.NextKey() is { } key)
        {
            seen.Add(key);
            switch (key)
            {
                case "certname":
                    seen.UnionWith(Required);
                    run.HostName = reader.ReadName();
                    break;
                case "start_time":
                    run.StartTime = RunTime.Parse(reader.ReadText());
                    break;
                case "end_time":
                    run.EndTime = RunTime.Parse(reader.ReadText());
                    break;
                case "resources":
                    ReadStored(reader, run, statuses);
                    break;
                case "host":
                    run.HostName = reader.ReadName();
                    break;
                case "time":
                    run.StartTime = RunTime.Parse(reader.ReadText());
                    break;
                case "transaction_uuid":
                    run.RunId = reader.ReadName();
                    break;
                case "report_format":
                    format = reader.ReadCount() ?? 0;
                    break;
                case "puppet_version":
                    run.ToolVersion = reader.ReadName();
                    break;
                case "status":
                    status = reader.ReadText();
                    break;
                case "noop":
                    run.NoOp = reader.ReadTruth();
                    break;
                case "noop_pending":
                    isNoopPending = reader.ReadTruth();
                    break;
                case "environment":
                    run.Environment = reader.ReadName();
                    break;
                case "logs":
                    log.Read(reader);
                    break;
                case "metrics":
                    PuppetMetrics.Read(reader, run.NativeValues);
                    break;
                case "resource_statuses":
                    ReadStatuses(reader, run, statuses);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        CheckWhole(reader, seen, format);
        run.IsFailed = status == "failed" || (status is null && HasFailures(run));
        Complete(run, log, statuses, isNoopPending);
        if (status == "changed" && run.Updated == 0)
        {
            // Puppet's status takes precedence over its metrics, which may be 0 in PuppetDB.
            run.Updated = Math.Max(1, run.CountOf(ConfigRunResourceStatus.Changed));
        }

        foreach (PuppetStatus one in statuses)
        {
            ConfigRunResource resource = ToResource(one, run, log, context);
            if (context.Resources)
            {
                yield return resource;
            }
            else
            {
                run.Keep(resource);
            }
        }

        if (!context.Resources)
        {
            yield return run.Build();
        }
    }

    private static void ReadStatuses(DocumentReader reader, RunBuilder run, List<PuppetStatus> statuses)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } reference)
        {
            Add(PuppetStatus.Read(reader, reference), run, statuses);
        }
    }

    // The resources of PuppetDB.
    private static void ReadStored(DocumentReader reader, RunBuilder run, List<PuppetStatus> statuses)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            Add(PuppetStatus.Read(reader, reference: null), run, statuses);
        }
    }

    private static void Add(PuppetStatus status, RunBuilder run, List<PuppetStatus> statuses)
    {
        if (run.CountFirst(status.Status, status.Type, status.Seconds) || status.Status == ConfigRunResourceStatus.Failed)
        {
            statuses.Add(status);
        }
    }

    private static void Complete(RunBuilder run, PuppetLog log, List<PuppetStatus> statuses, bool isNoopPending)
    {
        Dictionary<string, double> values = run.NativeValues;
        bool hasStatuses = run.Added > 0;
        run.Total = PuppetMetrics.Count(values, "resources.total") ?? (hasStatuses ? run.Added : 0);
        run.Updated = PuppetMetrics.Count(values, "resources.changed") ?? run.CountOf(ConfigRunResourceStatus.Changed);
        run.Skipped = PuppetMetrics.Count(values, "resources.skipped") ?? run.CountOf(ConfigRunResourceStatus.Skipped);

        // A resource may have failed and failed to restart; the list counts it once.
        run.Failed = hasStatuses
            ? Math.Max(run.CountOf(ConfigRunResourceStatus.Failed), PuppetMetrics.Count(values, "resources.failed") ?? 0)
            : PuppetMetrics.Count(values, "resources.failed") ?? 0;
        run.Pending = Math.Max(run.CountOf(ConfigRunResourceStatus.Pending), isNoopPending ? 1 : 0);
        run.ElapsedSeconds = values.TryGetValue("time.total", out double total) ? total : null;
        run.Phase = run.IsFailed && run.Added == 0 && run.Total == 0 ? "Catalog" : "Apply";
        FindCause(run, log, statuses);
    }

    private static void FindCause(RunBuilder run, PuppetLog log, List<PuppetStatus> statuses)
    {
        PuppetStatus? first = null;
        foreach (PuppetStatus status in statuses)
        {
            if (status.Status == ConfigRunResourceStatus.Failed
                && (first is null || string.CompareOrdinal(status.FailureTime ?? "~", first.FailureTime ?? "~") < 0))
            {
                first = status;
            }
        }

        if (first is null)
        {
            run.ErrorMessage = log.CauseOfRun();
            return;
        }

        run.FailedResource = first.Reference;
        run.ErrorMessage = MessageOf(first, log);
        run.ErrorSource = first.File is null ? null : first.Line is null ? first.File : $"{first.File}:{first.Line}";
    }

    private static string? MessageOf(PuppetStatus status, PuppetLog log)
    {
        string? message = status.FailureMessage ?? log.ErrorOf(status.Reference);
        string? output = log.OutputOf(status.Reference);
        return message is null || output is null ? message ?? output : $"{message}\n{output}";
    }

    private static ConfigRunResource ToResource(PuppetStatus status, RunBuilder run, PuppetLog log, ReadContext context) => context.Redactor.Redact(new ConfigRunResource
    {
        Tool = Tool,
        HostName = run.HostName,
        RunId = run.RunId,
        Name = status.Reference,
        Type = status.Type,
        Status = status.Status,
        SourceFile = status.File,
        SourceLine = status.Line,
        ElapsedSeconds = status.Seconds,
        ChangedProperties = new ConfigRunList<ConfigRunChange>(status.Changes ?? []),
        ErrorMessage = status.Status == ConfigRunResourceStatus.Failed ? MessageOf(status, log) : null,
        SourcePath = context.SourcePath,
    });

    private static bool HasFailures(RunBuilder run) =>
        run.CountOf(ConfigRunResourceStatus.Failed) > 0
        || run.NativeValues.GetValueOrDefault("resources.failed") > 0
        || run.NativeValues.GetValueOrDefault("resources.failed_to_restart") > 0;

    // YAML that is cut off between two entries is still valid.
    private static void CheckWhole(DocumentReader reader, HashSet<string> seen, int format)
    {
        string? missing = Required.FirstOrDefault(key => !seen.Contains(key))
            ?? (format >= FirstFormatWithEnd && !seen.Contains("corrective_change") ? "corrective_change" : null);
        if (missing is not null)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, $"Puppet's report ends without its '{missing}'; it is incomplete, or still being written.");
        }
    }
}
