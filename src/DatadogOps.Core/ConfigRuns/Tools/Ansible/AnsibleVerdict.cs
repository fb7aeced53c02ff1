namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>
/// Which of a host's failed tasks failed the host. Ansible marks them all alike, and its stats say only how many were fatal, rescued and
/// ignored; see _process_pending_results in plugins/strategy/__init__.py. The last that may be fatal are, since only
/// <c>always</c> sections and handlers run after them. Ignored ones among them are distinguished by the stat <c>changed</c>, which counts changes of
/// ignored failures only, by where other hosts continued, and by later plays, which a failed host does not take part in.
/// </summary>
internal sealed class AnsibleVerdict
{
    private readonly IReadOnlyList<AnsibleFailure> _failures;
    private readonly HashSet<AnsibleFailure> _fatal = [];
    private readonly int _lastPlay;
    private readonly int _ignored;
    private readonly int? _ignoredChanges;

    /// <summary>Determines the fatal failures.</summary>
    /// <param name="failures">All failures of the host, in order; the last ones, if there are very many.</param>
    /// <param name="stats">The host's stats.</param>
    /// <param name="changes">Tasks that changed the host and did not fail.</param>
    /// <param name="lastPlay">Number of the last play that the host was in.</param>
    public AnsibleVerdict(IReadOnlyList<AnsibleFailure> failures, Dictionary<string, double> stats, int changes, int lastPlay)
    {
        _failures = failures;
        _lastPlay = lastPlay;
        int failed = AnsibleRun.Sum(stats, "failures");
        int unreachable = AnsibleRun.Sum(stats, "unreachable");
        if (stats.Count == 0 || failed + unreachable >= failures.Count)
        {
            _fatal.UnionWith(failures);
            return;
        }

        AnsibleFailure[] lost = [.. failures.Where(one => one.IsUnreachable)];
        AnsibleFailure[] tasks = [.. failures.Where(one => !one.IsUnreachable)];
        _fatal.UnionWith(lost.TakeLast(unreachable));
        _ignored = AnsibleRun.Sum(stats, "ignored") - Math.Max(0, lost.Length - unreachable);
        bool isWhole = failed + _ignored + AnsibleRun.Sum(stats, "rescued") == tasks.Length;
        _ignored = isWhole ? _ignored : 0;
        int ignoredChanges = AnsibleRun.Sum(stats, "changed") - changes;
        _ignoredChanges = isWhole && ignoredChanges >= 0 && ignoredChanges <= _ignored ? ignoredChanges : null;
        Choose(tasks, failed);
    }

    /// <summary>The failures that failed the host, in their order.</summary>
    public IEnumerable<AnsibleFailure> Fatal => _failures.Where(_fatal.Contains);

    /// <summary>Whether it failed the host, and was neither ignored nor rescued.</summary>
    public bool IsFatal(AnsibleFailure failure) => _fatal.Contains(failure);

    private void Choose(AnsibleFailure[] tasks, int count)
    {
        List<AnsibleFailure> rest = [.. tasks];
        int left = count;
        for (int i = tasks.Length - 1; i >= 0 && left > 0; i--)
        {
            if (tasks[i].Play == _lastPlay && CanIgnoreOf(rest, tasks[i]))
            {
                rest.Remove(tasks[i]);
                _fatal.Add(tasks[i]);
                left--;
            }
        }

        // The stats take precedence over conclusions from them.
        _fatal.UnionWith(rest.TakeLast(left));
    }

    // Whether the others can account for all ignored failures.
    private bool CanIgnoreOf(List<AnsibleFailure> failures, AnsibleFailure without)
    {
        AnsibleFailure[] others = [.. failures.Where(one => one != without && !one.LeftItsBlock)];
        return _ignoredChanges is not { } changes
            ? others.Length >= _ignored
            : others.Count(one => one.IsChanged) >= changes && others.Count(one => !one.IsChanged) >= _ignored - changes;
    }
}
