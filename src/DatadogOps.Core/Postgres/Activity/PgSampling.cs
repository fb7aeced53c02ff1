using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Postgres.Activity;

/// <summary>How often a server is sampled.</summary>
/// <param name="Interval">Time between samples.</param>
/// <param name="MaxSamples">Number of samples; null for no limit.</param>
public sealed record PgSampling(TimeSpan Interval, long? MaxSamples)
{
    /// <summary>One sample.</summary>
    public static PgSampling Once { get; } = new(TimeSpan.FromSeconds(1), 1);

    /// <summary>Limits how many servers are read at the same time; null for no limit.</summary>
    public SemaphoreSlim? Gate { get; init; }
}

/// <summary>
/// Takes samples of one server over one connection, and reconnects when the connection is lost. A sample that fails is written as an
/// error, and the next one is still taken.
/// </summary>
internal static class PgSampler
{
    public static async Task RunAsync<T>(
        PgTarget target,
        PgSampling sampling,
        TimeProvider time,
        Func<PgSession, DateTimeOffset, CancellationToken, Task<IReadOnlyList<OperationOutput<T>>>> read,
        ChannelWriter<OperationOutput<T>> output,
        CancellationToken cancellationToken)
    {
        if (target.Warning is { } warning)
        {
            output.TryWrite(OperationOutput<T>.OfWarning(warning));
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
                        output.TryWrite(OperationOutput<T>.OfVerbose($"Connecting to {target}, database '{target.Database}', as '{target.UserName}'."));
                        session = await PgSession.OpenAsync(target, cancellationToken).ConfigureAwait(false);
                    }

                    found = await read(session, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
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

                foreach (OperationOutput<T> one in found)
                {
                    await output.WriteAsync(one, cancellationToken).ConfigureAwait(false);
                }

                if (sample + 1 == sampling.MaxSamples)
                {
                    return;
                }

                // Relative to the start, so that samples do not drift; one that takes longer than the interval skips the next.
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
