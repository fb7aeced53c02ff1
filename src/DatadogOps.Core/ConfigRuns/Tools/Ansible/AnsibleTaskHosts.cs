namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>
/// Tracks which hosts take part in each task of a play whose hosts run in step. A host that failed and is missing further down in the same file,
/// where the others continue, has left its block: its failure was not ignored.
/// </summary>
internal sealed class AnsibleTaskHosts
{
    // A task with run_once is on one host.
    private const int MinOthers = 2;

    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);
    private readonly List<(string Host, AnsibleFailure Failure)> _failures = [];
    private AnsibleTask? _task;
    private int _failed;

    /// <summary>Begins a task; null if the hosts do not run in step, or a play ends.</summary>
    public void Begin(AnsibleTask? task)
    {
        if (_task is { } ended)
        {
            Look(ended);
        }

        _task = task;
        _hosts.Clear();
        _failures.Clear();
    }

    /// <summary>Begins another play.</summary>
    public void BeginPlay()
    {
        Begin(null);
        _waiting.Clear();
        _failed = 0;
    }

    /// <summary>Adds a host that took part.</summary>
    public void Add(string host, AnsibleTask task, AnsibleFailure? failure)
    {
        if (_task is null || _task.Id != task.Id)
        {
            return;
        }

        _hosts.Add(host);
        if (failure is not null)
        {
            _failures.Add((host, failure));
        }
    }

    private void Look(AnsibleTask task)
    {
        if (_hosts.Count >= MinOthers)
        {
            foreach ((string host, Waiting one) in _waiting)
            {
                if (HasLeft(host, one, task))
                {
                    _waiting.Remove(host);
                }
            }
        }

        _failed += _failures.Count;
        int others = _hosts.Count - _failures.Count;
        foreach ((string host, AnsibleFailure failure) in _failures)
        {
            _waiting.Remove(host);
            if (others >= MinOthers)
            {
                _waiting.Add(host, new Waiting(failure, task, others, _failed));
            }
        }
    }

    private bool HasLeft(string host, Waiting one, AnsibleTask task)
    {
        bool isBelow = task.File is not null && task.File == one.Task.File && task.Line > one.Task.Line;
        bool areAllThere = _hosts.Count >= one.Others - (_failed - one.FailedBefore);
        one.Failure.LeftItsBlock |= isBelow && areAllThere && !_hosts.Contains(host);
        return one.Failure.LeftItsBlock;
    }

    private readonly record struct Waiting(AnsibleFailure Failure, AnsibleTask Task, int Others, int FailedBefore);
}
