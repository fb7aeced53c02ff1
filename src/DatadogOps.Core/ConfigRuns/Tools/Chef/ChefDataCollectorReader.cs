using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>
/// Reads messages of Chef's data collector (lib/chef/data_collector/run_end_message.rb). A <c>run_start</c> belongs to a run that may
/// never end and gives no report; <c>run_converge</c> is the run. Its counts take precedence over its list, and a resource
/// with <c>ignore_failure</c> may have failed in a run that succeeded.
/// </summary>
internal static class ChefDataCollectorReader
{
    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context)
    {
        var run = new RunBuilder(context, "Chef") { Phase = "Converge" };
        var records = new List<ChefRecord>();
        bool wasRun = false;
        string? type = null;
        string? status = null;
        string? nodeName = null;
        ChefFailure? failure = null;
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "message_type":
                    type = reader.ReadText();
                    break;
                case "node_name":
                    nodeName = reader.ReadName();
                    break;
                case "node":
                    ChefNode.Read(reader, run);
                    break;
                case "status":
                    status = reader.ReadText();
                    break;
                case "run_id":
                    run.RunId = reader.ReadName() ?? run.RunId;
                    break;
                case "id":
                    run.RunId ??= reader.ReadName();
                    break;
                case "start_time":
                    run.StartTime = RunTime.Parse(reader.ReadText());
                    break;
                case "end_time":
                    run.EndTime = RunTime.Parse(reader.ReadText());
                    break;
                case "policy_name":
                    run.Name = reader.ReadName() ?? run.Name;
                    break;
                case "policy_group":
                    run.Environment ??= reader.ReadName();
                    break;
                case "total_resource_count":
                    run.Total = reader.ReadCount();
                    break;
                case "updated_resource_count":
                    run.Updated = reader.ReadCount();
                    break;
                case "error":
                    failure = ChefFailure.Read(reader);
                    break;
                case "resources":
                    ReadRecords(reader, run, records, out wasRun);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type is not null && type != "run_converge")
        {
            yield break;
        }

        if (status is null)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, "Chef's message has no 'status'.");
        }

        run.HostName = nodeName ?? run.HostName;
        run.IsFailed = status != "success";
        foreach (ChefRecord one in records)
        {
            ConfigRunResource resource = one.ToResource(run, context);
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
            Complete(run, records, failure, wasRun);
            yield return run.Build();
        }
    }

    private static void Complete(RunBuilder run, List<ChefRecord> records, ChefFailure? failure, bool wasRun)
    {
        run.Total ??= run.Added;
        run.Updated ??= run.CountOf(ConfigRunResourceStatus.Changed);
        run.Failed = run.CountOf(ConfigRunResourceStatus.Failed);
        run.Skipped = run.CountOf(ConfigRunResourceStatus.Skipped);
        if (!run.IsFailed)
        {
            return;
        }

        ChefError? error = failure?.Message is { } message ? ChefError.ParseFirst(message) : null;
        ChefRecord? failed = records.Find(one => one.IsFailure && (error?.Resource is null || one.Name == error.Resource))
            ?? records.Find(one => one.IsFailure);
        run.FailedResource = failed?.Name ?? error?.Resource;
        run.ErrorMessage = failed?.Error ?? (error is null ? failure?.ClassName : failure!.ClassName is { } name && error.Resource is null ? $"{name}: {error.Message}" : error.Message);
        run.ErrorSource = error?.Source ?? failed?.Source ?? ChefError.CookbookFrame(failure?.Backtrace ?? []);
        run.StackTrace = failure is { Backtrace.Count: > 0 } ? string.Join('\n', failure.Backtrace) : null;
        run.Phase = wasRun || run.FailedResource is not null ? "Converge" : "Compile";
    }

    // The list may be long; resources that the report does not name are only counted.
    private static void ReadRecords(DocumentReader reader, RunBuilder run, List<ChefRecord> records, out bool wasRun)
    {
        wasRun = false;
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            if (ChefRecord.Read(reader) is { } record)
            {
                wasRun |= record.WasRun;
                if (run.CountFirst(record.Status, record.Type, record.Seconds))
                {
                    records.Add(record);
                }
            }
        }
    }
}
