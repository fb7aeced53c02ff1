using System.Globalization;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Salt;

/// <summary>
/// Reads results of Salt's states in any of their wrappers: a map of minions, <c>local</c> of salt-call, a job's return with <c>fun</c> and
/// <c>jid</c>, <c>data</c> of an orchestration, <c>return[]</c> of the REST API, <c>Result</c> of jobs.list_job. A minion whose value is text
/// or a list of texts gave an error instead.
/// </summary>
internal sealed class SaltReader(ReadContext context)
{
    public const string Tool = "Salt";

    // Wrappers in wrappers in wrappers: a job's result of an orchestration.
    private const int MaxWrappers = 8;

    private readonly List<SaltRun> _runs = [];

    public IEnumerable<object> Read(DocumentReader reader)
    {
        ReadMap(reader, null, new SaltRun(null, context), 0);
        foreach (SaltRun run in _runs)
        {
            if (context.Resources)
            {
                foreach (ConfigRunResource resource in run.Resources())
                {
                    yield return resource;
                }
            }
            else
            {
                yield return run.Build();
            }
        }

        if (_runs.Count == 0)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportUnknown, "Salt's output contains no state results.");
        }
    }

    private void ReadValue(DocumentReader reader, string? host, SaltRun job, int depth)
    {
        switch (reader.Kind)
        {
            case NodeKind.MapStart when depth < MaxWrappers:
                ReadMap(reader, host, job, depth);
                break;
            case NodeKind.ListStart:
                ReadList(reader, host, job, depth);
                break;
            case NodeKind.Scalar when host is not null:
                AddErrors([reader.Text], host, job);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadMap(DocumentReader reader, string? host, SaltRun job, int depth)
    {
        SaltRun? states = null;
        var own = new SaltRun(host, context) { JobId = job.JobId, Function = job.Function };
        int first = _runs.Count;
        while (reader.NextKey() is { } key)
        {
            if (key.Contains(SaltState.Separator, StringComparison.Ordinal))
            {
                if (states is null)
                {
                    states = own;
                    _runs.Add(states);
                }

                states.Add(SaltState.Read(reader, key));
                continue;
            }

            switch (key)
            {
                case "jid":
                    own.JobId = reader.ReadName() ?? own.JobId;
                    break;
                case "fun" or "Function":
                    own.Function = reader.ReadName();
                    break;
                case "fun_args" or "Arguments":
                    own.Arguments = reader.ReadFlat();
                    break;
                case "id" when reader.Kind == NodeKind.Scalar:
                    own.Host = reader.ReadName();
                    break;
                case "return" or "ret" or "data" or "Result":
                    ReadValue(reader, host, own, depth + 1);
                    break;
                case "success" or "retcode" or "_stamp" or "cmd" or "out" or "outputter" or "User" or "Target" or "Target-type" or "StartTime" or "EndTime"
                    or "Minions" or "metadata" or "tgt" or "tgt_type" or "user" or "schedule" or "pid" or "arg" or "full_ret":
                    reader.Skip();
                    break;
                default:
                    ReadValue(reader, key, own, depth + 1);
                    break;
            }
        }

        // A job's return may name its minion and id behind the results.
        foreach (SaltRun run in _runs.Skip(first))
        {
            run.Host ??= own.Host;
            run.JobId ??= own.JobId;
            run.Function ??= own.Function;
            run.Arguments ??= own.Arguments;
        }
    }

    private void ReadList(DocumentReader reader, string? host, SaltRun job, int depth)
    {
        var errors = new List<string>();
        while (reader.NextItem())
        {
            if (reader.Kind == NodeKind.Scalar)
            {
                errors.Add(reader.Text);
            }
            else
            {
                ReadValue(reader, host, job, depth + 1);
            }
        }

        if (errors.Count > 0)
        {
            AddErrors(errors, host, job);
        }
    }

    private void AddErrors(List<string> errors, string? host, SaltRun job) =>
        _runs.Add(new SaltRun(host, context) { JobId = job.JobId, Function = job.Function, Errors = errors });

    /// <summary>When a job began, which its id says in the master's local time.</summary>
    public static DateTimeOffset? TimeOf(string? jobId) =>
        jobId is { Length: 20 } && DateTimeOffset.TryParseExact(jobId, "yyyyMMddHHmmssffffff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
            ? time
            : null;
}
