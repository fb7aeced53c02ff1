using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Postgres.Activity;

/// <summary>How often a server is looked at.</summary>
/// <param name="Interval">Time from one look to the next.</param>
/// <param name="MaxSamples">How many looks; null for without end.</param>
public sealed record PgSampling(TimeSpan Interval, long? MaxSamples)
{
    /// <summary>One look.</summary>
    public static PgSampling Once { get; } = new(TimeSpan.FromSeconds(1), 1);

    /// <summary>
    /// Bounds how many servers are looked at in the same moment, where many are sampled side by side; null for no bound.
    /// </summary>
    public SemaphoreSlim? Gate { get; init; }
}

/// <summary>
/// Looks at one server as often as asked over one connection, and connects anew when that is lost. A look that fails is
/// reported and the next one is tried all the same.
/// </summary>
internal static class PgSampler
{
    public static async Task RunAsync<T>(
        PgTarget target,
        PgSampling sampling,
        TimeProvider time,
        Func<PgSession, DateTimeOffset, CancellationToken, Task<IReadOnlyList<OperationOutput<T>>>> look,
        ChannelWriter<OperationOutput<T>> reports,
        CancellationToken cancellationToken)
    {
        if (target.Warning is { } warning)
        {
            reports.TryWrite(OperationOutput<T>.OfWarning(warning));
        }

        PgSession? session = null;
        long start = time.GetTimestamp();
        try
        {
            for (long sample = 0; ; sample++)
            {
                IReadOnlyList<OperationOutput<T>> found;
                await (sampling.Gate?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
                try
                {
                    if (session is null)
                    {
                        reports.TryWrite(OperationOutput<T>.OfVerbose($"Connecting to {target}, database '{target.Database}', as '{target.UserName}'."));
                        session = await PgSession.OpenAsync(target, cancellationToken).ConfigureAwait(false);
                    }

                    found = await look(session, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                }
                catch (OperationException e)
                {
                    found = [OperationOutput<T>.OfError(e)];
                    if (session is not null)
                    {
                        await session.DisposeAsync().ConfigureAwait(false);
                        session = null;
                    }
                }
                finally
                {
                    sampling.Gate?.Release();
                }

                foreach (OperationOutput<T> report in found)
                {
                    await reports.WriteAsync(report, cancellationToken).ConfigureAwait(false);
                }

                if (sample + 1 == sampling.MaxSamples)
                {
                    return;
                }

                // Against the start, so that looks do not drift by what each takes; one that took too long skips its successor's place.
                TimeSpan elapsed = time.GetElapsedTime(start);
                long next = Math.Max(sample + 1, (long)Math.Ceiling(elapsed / sampling.Interval));
                TimeSpan wait = (sampling.Interval * next) - elapsed;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
