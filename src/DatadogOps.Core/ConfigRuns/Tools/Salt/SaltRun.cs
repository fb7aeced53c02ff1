using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Salt;

/// <summary>The states of one minion, or the errors that it gave instead.</summary>
internal sealed class SaltRun(string? host, ReadContext context)
{
    // salt-call names the minion that it runs on so.
    private const string Local = "local";

    private readonly FirstStates _failed = new();
    private readonly FirstStates _changed = new();
    private readonly List<SaltState> _all = [];
    private readonly RunBuilder _run = new(context, SaltReader.Tool);
    private double _seconds;

    public string? Host { get; set; } = host == Local ? null : host;

    public string? JobId { get; set; }

    public string? Function { get; set; }

    public string? Arguments { get; set; }

    /// <summary>What the minion said instead of results.</summary>
    public List<string> Errors { get; init; } = [];

    /// <summary>Notes a state. A report needs few of them, however many there are.</summary>
    public void Add(SaltState state)
    {
        _run.Count(state.Status, state.Type, state.Seconds);
        _seconds += state.Seconds ?? 0;
        if (context.Resources)
        {
            _all.Add(state);
        }
        else if (state.Status == ConfigRunResourceStatus.Failed)
        {
            _failed.Add(state);
        }
        else if (state.Status is ConfigRunResourceStatus.Changed or ConfigRunResourceStatus.Pending)
        {
            _changed.Add(state);
        }
    }

    /// <summary>The states as they ran.</summary>
    public IEnumerable<ConfigRunResource> Resources() => _all.OrderBy(one => one.RunNumber).Select(one => one.ToResource(Host, JobId, context));

    public ConfigRunReport Build()
    {
        _run.HostName = Host;
        _run.RunId = JobId;
        _run.Name = Arguments is { Length: > 0 } ? $"{Function} {Arguments}" : Function;
        _run.StartTime = SaltReader.TimeOf(JobId);
        _run.Phase = "Apply";
        if (_run.Added == 0)
        {
            TellErrors();
        }
        else
        {
            TellStates();
        }

        return _run.Build();
    }

    private void TellErrors()
    {
        (_run.Total, _run.Updated, _run.Failed, _run.Skipped, _run.Pending) = (0, 0, 0, 0, 0);
        _run.IsFailed = true;
        string message = string.Join('\n', Errors);
        _run.ErrorMessage = message;
        bool isAbsent = message.StartsWith("Minion did not return", StringComparison.Ordinal) || message is "false" or "False";
        bool wasRunning = message.StartsWith("Unhandled exception running", StringComparison.Ordinal) || message.StartsWith("Traceback", StringComparison.Ordinal);
        _run.Phase = isAbsent ? "Connect" : wasRunning ? "Apply" : "Render";
    }

    private void TellStates()
    {
        foreach (SaltState state in _failed.InOrder.Concat(_changed.InOrder))
        {
            _run.Keep(state.ToResource(Host, JobId, context));
        }

        if (_failed.InOrder.FirstOrDefault() is { } first)
        {
            _run.FailedResource = $"{first.Type}: {first.Name}";
            _run.ErrorMessage = first.Cause;
            _run.ErrorSource = first.Source;
        }

        _run.Total = _run.Added;
        _run.Updated = _run.CountOf(ConfigRunResourceStatus.Changed);
        _run.Failed = _run.CountOf(ConfigRunResourceStatus.Failed);
        _run.Skipped = _run.CountOf(ConfigRunResourceStatus.Skipped);
        _run.Pending = _run.CountOf(ConfigRunResourceStatus.Pending);

        // Only a run with test=True has results that are neither true nor false.
        _run.NoOp = _run.Pending > 0 || Arguments?.Contains("test=True", StringComparison.OrdinalIgnoreCase) == true || Arguments?.Contains("test: true", StringComparison.OrdinalIgnoreCase) == true;
        _run.IsFailed = _run.Failed > 0;
        _run.ElapsedSeconds = _seconds;
    }
}
