namespace DatadogOps.ConfigRuns.Salt;

/// <summary>The states of one minion, or the errors that it gave instead.</summary>
internal sealed class SaltRun(string? host)
{
    // salt-call names the minion that it runs on so.
    private const string Local = "local";

    public string? Host { get; set; } = host == Local ? null : host;

    public string? JobId { get; set; }

    public string? Function { get; set; }

    public string? Arguments { get; set; }

    public List<SaltState> States { get; } = [];

    public List<string> Errors { get; init; } = [];

    public ConfigRunReport Build(ReadContext context)
    {
        var run = new RunBuilder(context, SaltReader.Tool)
        {
            HostName = Host,
            RunId = JobId,
            Name = Arguments is { Length: > 0 } ? $"{Function} {Arguments}" : Function,
            StartTime = SaltReader.TimeOf(JobId),
            Phase = "Apply",
        };
        if (States.Count == 0)
        {
            (run.Total, run.Updated, run.Failed, run.Skipped, run.Pending) = (0, 0, 0, 0, 0);
            run.IsFailed = true;
            run.ErrorMessage = string.Join('\n', Errors);
            bool isAbsent = run.ErrorMessage.StartsWith("Minion did not return", StringComparison.Ordinal) || run.ErrorMessage is "false" or "False";
            bool wasRunning = run.ErrorMessage.StartsWith("Unhandled exception running", StringComparison.Ordinal) || run.ErrorMessage.StartsWith("Traceback", StringComparison.Ordinal);
            run.Phase = isAbsent ? "Connect" : wasRunning ? "Apply" : "Render";
            return run.Build();
        }

        foreach (SaltState state in States.OrderBy(one => one.RunNumber))
        {
            run.Count(state.Status, state.Type, state.Seconds);
            if (run.Keeps(state.Status))
            {
                run.Keep(state.ToResource(Host, JobId, context));
            }

            if (state.Status == ConfigRunResourceStatus.Failed && run.FailedResource is null)
            {
                run.FailedResource = $"{state.Type}: {state.Name}";
                run.ErrorMessage = state.Cause;
                run.ErrorSource = state.Source;
            }
        }

        run.Total = run.Added;
        run.Updated = run.Counts[(int)ConfigRunResourceStatus.Changed];
        run.Failed = run.Counts[(int)ConfigRunResourceStatus.Failed];
        run.Skipped = run.Counts[(int)ConfigRunResourceStatus.Skipped];
        run.Pending = run.Counts[(int)ConfigRunResourceStatus.Pending];

        // Only a run with test=True has results that are neither true nor false.
        run.NoOp = run.Pending > 0 || Arguments?.Contains("test=True", StringComparison.OrdinalIgnoreCase) == true || Arguments?.Contains("test: true", StringComparison.OrdinalIgnoreCase) == true;
        run.IsFailed = run.Failed > 0;
        run.ElapsedSeconds = States.Sum(one => one.Seconds ?? 0);
        return run.Build();
    }
}
