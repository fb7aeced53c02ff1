using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>
/// Changes to accounts in two strides: all are read at the same time, and what would be done is asked for, account by account, on the
/// pipeline's thread; what was agreed to is then done at the same time.
/// </summary>
internal sealed class AwsChanges : IAsyncDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _writesResult;
    private readonly AwsWork _planning;
    private readonly AwsWork _doing;

    public AwsChanges(DatadogOpsCmdlet cmdlet, int throttle, bool writesResult, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _writesResult = writesResult;
        _planning = new AwsWork(cmdlet, throttle, "Reading AWS accounts", stop, planned => Ask((RoleChange)planned));
        _doing = new AwsWork(cmdlet, throttle, "Changing AWS accounts", stop);
    }

    /// <summary>Plans changes to one account.</summary>
    public void Add(AwsTarget target, Func<AwsSession, CancellationToken, Task<RoleChange>> plan) => _planning.Add(async (reports, stop) =>
    {
        AwsSession session = await _planning.Sessions.OpenAsync(target, stop).ConfigureAwait(false);
        try
        {
            await reports.WriteAsync(OperationOutput<object>.OfItem(await plan(session, stop).ConfigureAwait(false)), stop).ConfigureAwait(false);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    });

    /// <summary>Asks for confirmation, makes the changes and writes the results.</summary>
    public void Finish()
    {
        _planning.Finish();
        _doing.Finish();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _planning.DisposeAsync().ConfigureAwait(false);
        await _doing.DisposeAsync().ConfigureAwait(false);
    }

    private void Ask(RoleChange change)
    {
        foreach ((string name, string json) in change.Steps.Count == 0 ? [] : change.Documents)
        {
            _cmdlet.WriteVerbose($"Account {change.AccountId}, {name}: {json}");
        }

        string plan = change.ToText();
        if (change.Steps.Count == 0)
        {
            _cmdlet.WriteVerbose(plan);
            if (_writesResult && change.Result is { } result)
            {
                _cmdlet.WriteObject(result);
            }

            change.Dispose();
        }
        else if (_cmdlet.ShouldProcess(plan, plan + "\nDo this?", _cmdlet.MyInvocation.MyCommand.Name))
        {
            _doing.Add((reports, stop) => DoAsync(change, reports, stop));
        }
        else
        {
            change.Dispose();
        }
    }

    private async Task DoAsync(RoleChange change, ChannelWriter<OperationOutput<object>> reports, CancellationToken stop)
    {
        using (change)
        {
            await change.ApplyAsync(step => reports.TryWrite(OperationOutput<object>.OfVerbose(step)), stop).ConfigureAwait(false);
            if (_writesResult && change.Result is { } result)
            {
                await reports.WriteAsync(OperationOutput<object>.OfItem(result), stop).ConfigureAwait(false);
            }
        }
    }
}
