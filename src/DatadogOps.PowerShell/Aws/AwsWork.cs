using System.Threading.Channels;
using DatadogOps.Aws.Sessions;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>The work of one cmdlet on accounts, and their sessions.</summary>
internal sealed class AwsWork : IAsyncDisposable
{
    private readonly TargetWork<Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task>> _work;

    /// <summary>Prepares the work.</summary>
    /// <param name="cmdlet">The cmdlet whose work it is.</param>
    /// <param name="throttle">How many accounts are worked on at once.</param>
    /// <param name="activity">What is being done.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <param name="writeItem">Writes a result, if not by WriteObject.</param>
    public AwsWork(DatadogOpsCmdlet cmdlet, int throttle, string activity, CancellationToken stop, Action<object>? writeItem = null) =>
        _work = new TargetWork<Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task>, object>(cmdlet, throttle, (work, reports, token) => work(reports, token), stop)
        {
            Progress = TargetProgress.Counted(activity),
            WriteItem = writeItem,
        };

    /// <summary>Opens the accounts.</summary>
    public AwsSessions Sessions { get; } = new();

    /// <summary>Adds work on one account, and writes the output that is available.</summary>
    public void Add(Func<ChannelWriter<OperationOutput<object>>, CancellationToken, Task> work) => _work.Add(work);

    /// <summary>Adds work on one account with a session that is closed afterwards.</summary>
    public void Add(AwsTarget target, Func<AwsSession, ChannelWriter<OperationOutput<object>>, CancellationToken, Task> work) => Add(async (reports, stop) =>
    {
        using AwsSession session = await Sessions.OpenAsync(target, stop).ConfigureAwait(false);
        await work(session, reports, stop).ConfigureAwait(false);
    });

    /// <summary>Waits for all work and writes its output.</summary>
    public void Finish() => _work.Finish();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _work.DisposeAsync();
}
