using System.Diagnostics;

namespace DatadogOps.Testbed.Processes;

/// <summary>Waiting for what gives no notice.</summary>
public static class Polling
{
    /// <summary>Asks every few milliseconds until the answer is yes; throws after the time given.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string> failure, double timeoutSec = 30, CancellationToken cancellationToken = default)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begin).TotalSeconds > timeoutSec)
            {
                throw new TestbedException($"{failure()} (waited {timeoutSec} s)");
            }

            await Task.Delay(10, cancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, Func{string}, double, CancellationToken)"/>
    public static Task UntilAsync(Func<bool> condition, Func<string> failure, double timeoutSec = 30, CancellationToken cancellationToken = default) =>
        UntilAsync(() => Task.FromResult(condition()), failure, timeoutSec, cancellationToken);
}
