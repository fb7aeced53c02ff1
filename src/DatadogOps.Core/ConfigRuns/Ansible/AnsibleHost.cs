using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Ansible;

/// <summary>What a playbook did on one host. The host's stats are the truth: a task that was rescued or ignored is marked as failed too.</summary>
internal sealed class AnsibleHost(string name, ReadContext context)
{
    private readonly RunBuilder _run = new(context, AnsibleRun.Tool) { HostName = name };
    private readonly Queue<(ConfigRunResource Resource, bool IsUnreachable)> _failures = new();
    private readonly Dictionary<string, double> _stats = [];

    /// <summary>Numbers by the names of Ansible.</summary>
    public IReadOnlyDictionary<string, double> Stats => _stats;

    /// <summary>Notes a result; gives a resource where somebody wants it. One that failed waits for the stats.</summary>
    public ConfigRunResource? Add(AnsibleResult result, AnsibleTask task, string? runId)
    {
        ConfigRunResourceStatus status = result.Status;
        _run.Count(status, result.Module, task.Seconds);
        if (!_run.Keeps(status) && status != ConfigRunResourceStatus.Failed)
        {
            return null;
        }

        var resource = new ConfigRunResource
        {
            Tool = AnsibleRun.Tool,
            HostName = name,
            RunId = runId,
            Name = context.Short(task.Name ?? result.Module ?? "task")!,
            Type = result.Module,
            Status = status,
            SourceFile = task.File,
            SourceLine = task.Line,
            ElapsedSeconds = task.Seconds,
            ChangedProperties = status == ConfigRunResourceStatus.Changed ? result.Changes(context) : ConfigRunList<ConfigRunChange>.Empty,
            ErrorMessage = context.Message(result.Reason),
            SourcePath = context.SourcePath,
        };
        if (status == ConfigRunResourceStatus.Failed)
        {
            // What so many failures follow did not end the host's part.
            bool isFull = _failures.Count == RunBuilder.MaxKept;
            ConfigRunResource? oldest = isFull ? Tolerated(_failures.Dequeue().Resource) : null;
            _failures.Enqueue((resource, result.IsUnreachable));
            return context.Resources ? oldest : null;
        }

        if (context.Resources)
        {
            return resource;
        }

        _run.Keep(resource);
        return null;
    }

    /// <summary>Reads the host's stats.</summary>
    public void ReadStats(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            if (reader.ReadNumber() is { } value)
            {
                _stats[key] = value;
                _run.NativeValues[key] = value;
            }
        }
    }

    /// <summary>
    /// The failed tasks, of which only as many failed the host as its stats say: the last, since nothing runs after them. A task in an
    /// <c>always</c> section may.
    /// </summary>
    public IEnumerable<ConfigRunResource> JudgeFailures()
    {
        int tolerated = _stats.Count == 0 ? 0 : _failures.Count - AnsibleRun.Sum(_stats, "failures", "unreachable");
        return _failures.Select((one, index) => index < tolerated ? Tolerated(one.Resource) : one.Resource);
    }

    /// <summary>The host's report.</summary>
    public ConfigRunReport Build(AnsibleRun playbook)
    {
        if (_stats.Count > 0)
        {
            _run.Failed = AnsibleRun.Sum(_stats, "failures", "unreachable");
            _run.Updated = AnsibleRun.Sum(_stats, "changed");
            _run.Skipped = AnsibleRun.Sum(_stats, "skipped");
            _run.Total = AnsibleRun.Sum(_stats, "ok", "failures", "unreachable", "skipped", "rescued");
        }
        else
        {
            _run.Failed = _run.Counts[(int)ConfigRunResourceStatus.Failed];
            _run.Updated = _run.Counts[(int)ConfigRunResourceStatus.Changed];
            _run.Skipped = _run.Counts[(int)ConfigRunResourceStatus.Skipped];
            _run.Total = _run.Added;
        }

        _run.IsFailed = _run.Failed > 0;
        _run.RunId = playbook.RunId;
        _run.Name = playbook.Name;
        _run.StartTime = playbook.Start;
        _run.EndTime = playbook.End;
        _run.Phase = "Run";
        Explain();
        return _run.Build();
    }

    private static ConfigRunResource Tolerated(ConfigRunResource resource) => resource with { Status = ConfigRunResourceStatus.Tolerated };

    // What ends a host's part comes last; what was rescued or ignored came before.
    private void Explain()
    {
        int failed = _run.Failed ?? 0;
        (ConfigRunResource Resource, bool IsUnreachable)[] fatal = [.. _failures.Skip(Math.Max(0, _failures.Count - failed))];
        foreach ((ConfigRunResource resource, _) in fatal)
        {
            _run.Keep(resource);
        }

        if (fatal is [var (first, isUnreachable), ..])
        {
            _run.FailedResource = first.Name;
            _run.ErrorMessage = first.ErrorMessage;
            _run.ErrorSource = first.SourceFile is null ? null : $"{first.SourceFile}:{first.SourceLine}";
            _run.Phase = isUnreachable ? "Connect" : "Run";
        }
    }
}
