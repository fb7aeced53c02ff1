using System.Text;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Dsc;

/// <summary>
/// Reads objects of Get-DscConfigurationStatus and of Test-DscConfiguration -Detailed, and the reports of a pull server, which contain such an
/// object as text with every value as a string. A status of Success can hide resources that are not in their desired state.
/// </summary>
internal static class DscStatusReader
{
    private const string Tool = "Dsc";

    public static IEnumerable<object> Read(DocumentReader reader, ReadContext context, CancellationToken stop)
    {
        var run = new RunBuilder(context, Tool);
        var resources = new List<DscStatusResource>();
        string? status = null;
        bool hasLists = false;
        var nested = new List<string>();
        while (reader.NextKey() is { } key)
        {
            switch (key.ToUpperInvariant())
            {
                case "STATUS":
                    status = reader.ReadName();
                    break;
                case "STARTDATE" or "STARTTIME":
                    run.StartTime = ReadTime(reader);
                    break;
                case "ENDTIME":
                    run.EndTime = ReadTime(reader);
                    break;
                case "DURATIONINSECONDS":
                    run.ElapsedSeconds = reader.ReadNumber();
                    break;
                case "HOSTNAME":
                    run.HostName = reader.ReadName() ?? run.HostName;
                    break;
                case "NODENAME" or "PSCOMPUTERNAME":
                    run.HostName ??= reader.ReadName();
                    break;
                case "JOBID":
                    run.RunId = reader.ReadName();
                    break;
                case "LCMVERSION":
                    run.ToolVersion = reader.ReadName();
                    break;
                case "TYPE" or "OPERATIONTYPE":
                    run.Phase = reader.ReadName();
                    break;
                case "ERROR":
                    run.ErrorMessage = reader.ReadFlat();
                    break;
                case "ERRORS":
                    run.ErrorMessage ??= reader.ReadTexts() is { Count: > 0 } errors ? string.Join('\n', errors) : null;
                    break;
                case "RESOURCESINDESIREDSTATE":
                    hasLists = true;
                    DscStatusResource.ReadAll(reader, true, resources);
                    break;
                case "RESOURCESNOTINDESIREDSTATE":
                    hasLists = true;
                    DscStatusResource.ReadAll(reader, false, resources);
                    break;
                case "STATUSDATA":
                    nested = reader.ReadTexts();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (nested.Find(text => text.AsSpan().TrimStart().StartsWith("{")) is { } inner)
        {
            using var text = new JsonReader(new MemoryStream(Encoding.UTF8.GetBytes(inner)), new TextPool(), stop);
            text.NextDocument(static _ => true);
            text.MoveNext();
            foreach (object item in Read(text, context, stop))
            {
                yield return item;
            }

            yield break;
        }

        if (status is null && !hasLists)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportIncomplete, "DSC's object has neither 'Status' nor lists of resources.");
        }

        // Type ReadOnly is a test; so is an object without a status.
        run.NoOp = status is null || string.Equals(run.Phase, "ReadOnly", StringComparison.OrdinalIgnoreCase);
        foreach (DscStatusResource one in resources)
        {
            ConfigRunResource resource = one.ToResource(run, context);
            if (run.Take(resource))
            {
                yield return resource;
            }
        }

        if (!context.Resources)
        {
            Complete(run, status, resources);
            yield return run.Build();
        }
    }

    private static void Complete(RunBuilder run, string? status, List<DscStatusResource> resources)
    {
        run.Total = run.Added;
        run.Updated = run.CountOf(ConfigRunResourceStatus.Changed);
        run.Pending = run.CountOf(ConfigRunResourceStatus.Pending);
        run.Failed = run.CountOf(ConfigRunResourceStatus.Failed);
        run.Skipped = 0;
        run.IsFailed = run.Failed > 0 || string.Equals(status, "Failure", StringComparison.OrdinalIgnoreCase) || string.Equals(status, "Aborted", StringComparison.OrdinalIgnoreCase);
        DscStatusResource? failed = resources.Find(one => one.Error is not null) ?? resources.Find(one => !one.InDesiredState);
        run.Name = resources.Find(one => one.ConfigurationName is not null)?.ConfigurationName;
        if (run.IsFailed)
        {
            run.FailedResource = failed?.Name;
            run.ErrorMessage = failed?.Error ?? run.ErrorMessage ?? "DSC reported no error message.";
            run.ErrorSource = failed?.Source;
        }
    }

    // Windows PowerShell may write a date as {"value": "/Date(...)/", "DateTime": "..."}.
    private static DateTimeOffset? ReadTime(DocumentReader reader)
    {
        if (reader.Kind != NodeKind.MapStart)
        {
            return RunTime.Parse(reader.ReadText(), assumeUtc: false);
        }

        DateTimeOffset? time = null;
        while (reader.NextKey() is { } key)
        {
            if (key == "value")
            {
                time = RunTime.Parse(reader.ReadText(), assumeUtc: false);
            }
            else
            {
                reader.Skip();
            }
        }

        return time;
    }
}
