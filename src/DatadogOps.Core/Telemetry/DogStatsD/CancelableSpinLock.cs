namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// A lock that is cheaper than a monitor if uncontended, which is nearly always, and whose wait can be canceled. Not reentrant.
/// </summary>
internal sealed class CancelableSpinLock
{
    private int _isHeld;

    public bool TryEnter() => Interlocked.CompareExchange(ref _isHeld, 1, 0) == 0;

    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
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
