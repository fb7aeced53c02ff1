using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Dsc;

/// <summary>
/// Reads what <c>dsc config set</c>, <c>test</c> and <c>get</c> print; see docs/reference/schemas/outputs/config of PowerShell/DSC. A set
/// that fails prints nothing on standard output, so a report of one is rare. The output does not name its host.
/// </summary>
internal static class DscResultReader
{
    private const string Tool = "Dsc";

    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context)
    {
        var run = new RunBuilder(context, Tool);
        var metadata = new DscMetadata();
        var resources = new List<DscResource>();
        var errors = new List<(string? Name, string? Message)>();
        bool hasResults = false;
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "metadata":
                    metadata.ReadWrapped(reader);
                    break;
                case "executionInformation":
                    metadata.Read(reader);
                    break;
                case "results":
                    hasResults = true;
                    DscResource.ReadAll(reader, resources);
                    break;
                case "messages":
                    ReadMessages(reader, errors);
                    break;
                case "hadErrors":
                    run.IsFailed = reader.ReadTruth();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (!hasResults)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, "DSC's output has no 'results': it is incomplete.");
        }

        string operation = metadata.Operation ?? (resources.Exists(one => one.IsSet) ? "Set" : resources.Exists(one => one.InDesiredState is not null) ? "Test" : "Get");
        run.NoOp = metadata.IsWhatIf || operation != "Set";
        Dictionary<string, string?> errorsByName = errors.Where(one => one.Name is not null).DistinctBy(one => one.Name).ToDictionary(one => one.Name!, one => one.Message);
        foreach (DscResource one in resources)
        {
            string? error = errorsByName.GetValueOrDefault(one.Name!);
            ConfigRunResource resource = ToResource(one, run, error, context);
            if (run.Take(resource))
            {
                yield return resource;
            }
        }

        if (!context.Resources)
        {
            Complete(run, metadata, operation, errors);
            yield return run.Build();
        }
    }

    private static void Complete(RunBuilder run, DscMetadata metadata, string operation, List<(string? Name, string? Message)> errors)
    {
        run.ToolVersion = metadata.Version;
        run.Phase = operation;
        (run.StartTime, run.EndTime, run.ElapsedSeconds) = (metadata.Start, metadata.End, metadata.Seconds);
        run.Total = run.Added;
        run.Updated = run.CountOf(ConfigRunResourceStatus.Changed);
        run.Pending = run.CountOf(ConfigRunResourceStatus.Pending);
        run.Failed = run.CountOf(ConfigRunResourceStatus.Failed);
        run.Skipped = 0;
        run.IsFailed |= run.Failed > 0;
        run.FailedResource = errors.Find(one => one.Message is not null).Name;
        run.ErrorMessage = errors.Count > 0 ? string.Join('\n', errors.Select(one => one.Message)) : "DSC reported errors on standard error only.";
    }

    private static ConfigRunResource ToResource(DscResource one, RunBuilder run, string? error, ReadContext context)
    {
        string status =
            error is not null ? ConfigRunResourceStatus.Failed
            : one.InDesiredState == false || (one.IsChanged && run.NoOp) ? ConfigRunResourceStatus.Pending
            : one.IsChanged ? ConfigRunResourceStatus.Changed
            : ConfigRunResourceStatus.Unchanged;
        return context.Redactor.Redact(new ConfigRunResource
        {
            Tool = Tool,
            Name = one.Name!,
            Type = one.Type,
            Status = status,
            ElapsedSeconds = one.Seconds,
            ChangedProperties = one.Changes,
            ErrorMessage = error,
            SourcePath = context.SourcePath,
        });
    }

    private static void ReadMessages(DocumentReader reader, List<(string? Name, string? Message)> errors)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            if (!reader.BeginMap())
            {
                continue;
            }

            (string? name, string? message, string? level) = (null, null, null);
            while (reader.NextKey() is { } key)
            {
                switch (key)
                {
                    case "name":
                        name = reader.ReadName();
                        break;
                    case "message":
                        message = reader.ReadText();
                        break;
                    case "level":
                        level = reader.ReadText();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            if (string.Equals(level, "error", StringComparison.OrdinalIgnoreCase))
            {
                errors.Add((name, message));
            }
        }
    }
}
