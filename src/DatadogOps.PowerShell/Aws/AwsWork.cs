using System.Globalization;
using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws;

namespace DatadogOps.Commands;

/// <summary>
/// The work of one cmdlet over accounts. A class of its own, since a cmdlet class that held the core's types itself would load the
/// core when the module is imported.
/// </summary>
internal abstract class AwsWork : IAsyncDisposable
{
    /// <summary>Opens the accounts.</summary>
    public AwsSessions Sessions { get; } = new();

    /// <summary>Adds work over one account, and writes what others have told meanwhile.</summary>
    public abstract void Add(Func<ChannelWriter<Report<object>>, CancellationToken, Task> work);

    /// <summary>Waits for all of it and writes what it tells.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Makes work for a cmdlet.</summary>
    public static AwsWork Create(DatadogOpsCmdlet cmdlet, int throttle, string activity, CancellationToken stop) => new Accounts(cmdlet, throttle, activity, stop);

    private sealed class Accounts(DatadogOpsCmdlet cmdlet, int throttle, string activity, CancellationToken stop) : AwsWork
    {
        private readonly FanOut<Func<ChannelWriter<Report<object>>, CancellationToken, Task>, object> _fanOut = new(throttle, RunAsync, stop);

        public override void Add(Func<ChannelWriter<Report<object>>, CancellationToken, Task> work)
        {
            _fanOut.Add(work);
            cmdlet.WriteAvailable(_fanOut.Reports);
        }

        public override void Finish()
        {
            _fanOut.Complete();
            cmdlet.WriteAll(_fanOut.Reports, Progress);
        }

        public override ValueTask DisposeAsync() => _fanOut.DisposeAsync();

        private static async Task RunAsync(Func<ChannelWriter<Report<object>>, CancellationToken, Task> work, ChannelWriter<Report<object>> reports, CancellationToken stop)
        {
            try
            {
                await work(reports, stop).ConfigureAwait(false);
            }
            catch (OperationException failure)
            {
                await reports.WriteAsync(Report<object>.OfError(failure), stop).ConfigureAwait(false);
            }
        }

        private ProgressRecord? Progress()
        {
            (int done, int all) = (_fanOut.Finished, _fanOut.Added);
            return all > 1
                ? new ProgressRecord(1, activity, string.Create(CultureInfo.InvariantCulture, $"{done} of {all} accounts")) { PercentComplete = done * 100 / all }
                : null;
        }
    }
}
