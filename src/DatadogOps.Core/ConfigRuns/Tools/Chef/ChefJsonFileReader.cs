using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>
/// Reads what Chef's report handler JsonFile writes (lib/chef/handler/json_file.rb): the run's status and each resource with its instance
/// variables. It does not say which resources failed or were skipped; the failed one is named in the exception.
/// </summary>
internal static class ChefJsonFileReader
{
    private const string Tool = "Chef";

    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context)
    {
        var run = new RunBuilder(context, Tool);
        List<ChefResource> resources = [];
        bool? isSuccess = null;
        bool hasResources = false;
        int? updated = null;
        string? exception = null;
        List<string> backtrace = [];
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "node":
                    ChefNode.Read(reader, run);
                    break;
                case "success":
                    isSuccess = reader.ReadTruth();
                    break;
                case "start_time":
                    run.StartTime = RunTime.Parse(reader.ReadText());
                    break;
                case "end_time":
                    run.EndTime = RunTime.Parse(reader.ReadText());
                    break;
                case "elapsed_time":
                    run.ElapsedSeconds = reader.ReadNumber();
                    break;
                case "run_id":
                    run.RunId = reader.ReadName();
                    break;
                case "exception":
                    exception = reader.ReadFlat();
                    break;
                case "backtrace":
                    backtrace = reader.ReadTexts();
                    break;
                case "all_resources":
                    hasResources = reader.Kind == NodeKind.ListStart;
                    resources = reader.ReadItems(ChefResource.Read);
                    break;
                case "updated_resources":
                    updated = CountItems(reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (isSuccess is null || run.HostName is null)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, $"Chef's report has no '{(isSuccess is null ? "success" : "node.name")}'.");
        }

        run.IsFailed = isSuccess == false;
        run.StackTrace = backtrace.Count == 0 ? null : string.Join('\n', backtrace);
        ChefError? error = exception is null ? null : ChefError.ParseFirst(exception);
        ChefResource? failed = error?.Resource is { } name ? resources.FindLast(one => one.Is(name, error.Source)) ?? resources.FindLast(one => one.Is(name, null)) : null;
        foreach (ChefResource one in resources)
        {
            ConfigRunResource resource = one.ToResource(run, context, one == failed ? error!.Message : null);
            if (run.Take(resource))
            {
                yield return resource;
            }
        }

        if (!context.Resources)
        {
            run.Total = hasResources ? resources.Count : 0;
            run.Updated = updated ?? run.CountOf(ConfigRunResourceStatus.Changed);
            run.Failed = error?.Resource is null ? 0 : 1;
            bool isConverged = resources.Exists(one => one.WasRun) || error?.Resource is not null || !run.IsFailed;
            run.Phase = isConverged ? "Converge" : "Compile";
            run.FailedResource = error?.Resource;
            run.ErrorMessage = error?.Message;
            run.ErrorSource = error?.Source ?? ChefError.CookbookFrame(backtrace);
            yield return run.Build();
        }
    }

    private static int? CountItems(DocumentReader reader)
    {
        if (!reader.BeginList())
        {
            return null;
        }

        int count = 0;
        while (reader.NextItem())
        {
            reader.Skip();
            count++;
        }

        return count;
    }
}
