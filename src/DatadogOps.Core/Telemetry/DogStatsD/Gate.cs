namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Lets one thread in at a time. Cheaper than a monitor where nobody waits, which is nearly always; who waits can give up.
/// Not to be entered twice by one thread.
/// </summary>
internal sealed class Gate
{
    private int _isHeld;

    public bool TryEnter() => Interlocked.CompareExchange(ref _isHeld, 1, 0) == 0;

    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public void Enter(CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            Wait(cancellationToken);
        }
    }

    public void Exit() => Volatile.Write(ref _isHeld, 0);

    private void Wait(CancellationToken cancellationToken)
    {
        var spin = default(SpinWait);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            spin.SpinOnce();
        }
        while (!TryEnter());
    }
}
