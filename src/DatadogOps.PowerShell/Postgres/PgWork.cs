using System.Globalization;
using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands;

/// <summary>
/// The work of one cmdlet over its servers. A class of its own, since a cmdlet class that held the core's types itself
/// would load the core when the module is imported.
/// </summary>
internal abstract class PgWork : IAsyncDisposable
{
    /// <summary>Adds a server, which is read at once, and writes what others have answered meanwhile.</summary>
    public abstract void Add(PgTarget target);

    /// <summary>Waits for all servers and writes what they answer.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <inheritdoc/>
/// <typeparam name="T">Type of a result.</typeparam>
internal sealed class PgWork<T>(
    DatadogOpsCmdlet cmdlet, int throttle, bool showProgress, Func<PgTarget, ChannelWriter<Report<T>>, CancellationToken, Task> work, CancellationToken stop) : PgWork
{
    private readonly FanOut<PgTarget, T> _fanOut = new(throttle, work, stop);

    /// <inheritdoc/>
    public override void Add(PgTarget target)
    {
        _fanOut.Add(target);
        cmdlet.WriteAvailable(_fanOut.Reports);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        _fanOut.Complete();
        cmdlet.WriteAll(_fanOut.Reports, Progress);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _fanOut.DisposeAsync();

    private ProgressRecord? Progress()
    {
        (int done, int all) = (_fanOut.Finished, _fanOut.Added);
        return showProgress && all > 1
            ? new ProgressRecord(1, "Reading PostgreSQL servers", string.Create(CultureInfo.InvariantCulture, $"{done} of {all}")) { PercentComplete = done * 100 / all }
            : null;
    }
}
