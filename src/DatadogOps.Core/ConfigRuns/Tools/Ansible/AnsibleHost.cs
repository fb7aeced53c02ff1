using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>What a playbook did on one host. The host's stats are authoritative, since a task that was rescued or ignored is marked as failed too.</summary>
internal sealed class AnsibleHost(string name, ReadContext context)
{
    private readonly RunBuilder _run = new(context, AnsibleRun.Tool) { HostName = name };
    private readonly Queue<AnsibleFailure> _failures = new();
    private readonly Dictionary<string, double> _stats = [];
    private int _lastPlay;

    /// <summary>Ansible's stats by name.</summary>
    public IReadOnlyDictionary<string, double> Stats => _stats;

    /// <summary>Adds a result; returns a resource if requested. A failed one waits for the stats.</summary>
    public ConfigRunResource? Add(AnsibleResult result, AnsibleTask task, AnsibleRun run, out AnsibleFailure? failure)
    {
        failure = null;
        _lastPlay = run.Play;
        string status = result.Status;
        _run.Count(status, result.Module, task.Seconds);
        if (!_run.Keeps(status) && status != ConfigRunResourceStatus.Failed)
        {
            return null;
        }

        ConfigRunResource resource = context.Redactor.Redact(new ConfigRunResource
        {
            Tool = AnsibleRun.Tool,
            HostName = name,
            RunId = run.RunId,
            Name = task.Name ?? result.Module ?? "task",
            Type = result.Module,
            Status = status,
            SourceFile = task.File,
            SourceLine = task.Line,
            ElapsedSeconds = task.Seconds,
            ChangedProperties = status == ConfigRunResourceStatus.Changed ? result.Changes : ConfigRunList<ConfigRunChange>.Empty,
            ErrorMessage = result.Reason,
            SourcePath = context.SourcePath,
        });
        if (status == ConfigRunResourceStatus.Failed)
        {
            // A failure that is followed by so many others did not fail the host.
            bool isFull = _failures.Count == RunBuilder.MaxKept;
            ConfigRunResource? oldest = isFull ? Tolerated(_failures.Dequeue().Resource) : null;
            _failures.Enqueue(failure = new AnsibleFailure(resource, result, run.Play));
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

    /// <summary>The failed tasks: those that failed the host, and those that were rescued or ignored.</summary>
    public IEnumerable<ConfigRunResource> JudgeFailures()
    {
        AnsibleVerdict verdict = Judge();
        return _failures.Select(one => verdict.IsFatal(one) ? one.Resource : Tolerated(one.Resource));
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
            _run.Failed = _run.CountOf(ConfigRunResourceStatus.Failed);
            _run.Updated = _run.CountOf(ConfigRunResourceStatus.Changed);
            _run.Skipped = _run.CountOf(ConfigRunResourceStatus.Skipped);
            _run.Total = _run.Added;
        }

        _run.IsFailed = _run.Failed > 0;
        _run.RunId = playbook.RunId;
        _run.Name = playbook.Name;
        _run.StartTime = playbook.Start;
        _run.EndTime = playbook.End;
        _run.Phase = "Run";
        if (!_run.IsFailed || Judge().Fatal.ToArray() is not [var first, ..] fatal)
        {
            return _run.Build();
        }

        foreach (AnsibleFailure failure in fatal)
        {
            _run.Keep(failure.Resource);
        }

        _run.Phase = first.IsUnreachable ? "Connect" : "Run";
        _run.FailedResource = first.Resource.Name;
        return _run.Build() with
        {
            // Redacted with the resource.
            FailedResource = first.Resource.Name,
            ErrorMessage = first.Resource.ErrorMessage,
            ErrorSource = first.Resource.SourceFile is null ? null : $"{first.Resource.SourceFile}:{first.Resource.SourceLine}",
        };
    }

    private static ConfigRunResource Tolerated(ConfigRunResource resource) => resource with { Status = ConfigRunResourceStatus.Tolerated };

    private AnsibleVerdict Judge() => new([.. _failures], _stats, _run.CountOf(ConfigRunResourceStatus.Changed), _lastPlay);
}
