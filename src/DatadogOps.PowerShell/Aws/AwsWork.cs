using System.Threading.Channels;
using DatadogOps.Aws.Sessions;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>The work of one cmdlet over accounts, and the sessions that lead to them.</summary>
internal sealed class AwsWork : IAsyncDisposable
{
    private readonly TargetWork<Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task>> _work;

    /// <summary>Prepares the work.</summary>
    /// <param name="cmdlet">The cmdlet whose work it is.</param>
    /// <param name="throttle">How many accounts are worked on at once.</param>
    /// <param name="activity">What is being done.</param>
    /// <param name="stop">Ends all of it.</param>
    /// <param name="writeItem">Writes a result where that is more than to put it out.</param>
    public AwsWork(DatadogOpsCmdlet cmdlet, int throttle, string activity, CancellationToken stop, Action<object>? writeItem = null) =>
        _work = new TargetWork<Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task>, object>(cmdlet, throttle, (work, reports, token) => work(reports, token), stop)
        {
            Progress = TargetProgress.Counted(activity),
            WriteItem = writeItem,
        };

    /// <summary>Opens the accounts.</summary>
    public AwsSessions Sessions { get; } = new();

    /// <summary>Adds work over one account, and writes what others have told meanwhile.</summary>
    public void Add(Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task> work) => _work.Add(work);

    /// <summary>Adds work over one account for which its session is opened, and closed again.</summary>
    public void Add(AwsTarget target, Func<AwsSession, ChannelWriter<OperationOutput<object>>, CancellationToken, Task> work) => Add(async (reports, stop) =>
    {
        using AwsSession session = await Sessions.OpenAsync(target, stop).ConfigureAwait(false);
        await work(session, reports, stop).ConfigureAwait(false);
    });

    /// <summary>Waits for all of it and writes what it tells.</summary>
    public void Finish() => _work.Finish();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();
}
