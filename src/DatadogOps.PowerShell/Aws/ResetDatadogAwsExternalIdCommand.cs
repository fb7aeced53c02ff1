using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Sessions;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Rotates the external id of registered AWS accounts without losing access.</summary>
[Cmdlet(VerbsCommon.Reset, "DatadogAwsExternalId", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class ResetDatadogAwsExternalIdCommand : DatadogApiCmdlet
{
    private AwsSessions? _sessions;

    /// <summary>AWS account ids, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Profile of the AWS configuration files.</summary>
    [Parameter]
    [ValidateCount(1, 1)]
    public string[]? ProfileName { get; set; }

    /// <summary>Role to assume in each account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AssumeRoleName { get; set; }

    /// <summary>Seconds for which the role still trusts the old id after Datadog has the new one.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int GraceSec { get; set; } = 30;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        AwsSessions sessions = _sessions ??= new AwsSessions();
        this.ForEachAccount(AccountId, (accounts, accountId) =>
        {
            DatadogAwsAccount account = Wait(accounts.FindAsync(accountId, StopToken));
            if (!ShouldProcess($"AWS account {accountId}, role '{account.RoleName}'", $"Replace the external id {account.ExternalId} in the role's trust policy and with Datadog"))
            {
                return;
            }

            using AwsSession session = Wait(sessions.OpenAsync(AwsTargets.Of(ProfileName, [accountId], AssumeRoleName, TimeoutSec).Single(), StopToken));
            Rotate(new ExternalIdRotation(session, accounts, TimeProvider.System), account);
        });
    }

    // Each step is reported when it completes, so that after an interruption the user knows the state.
    private void Rotate(ExternalIdRotation rotation, DatadogAwsAccount account)
    {
        var told = Channel.CreateUnbounded<OperationOutput<DatadogAwsAccount>>();
        var done = new ConcurrentQueue<string>();
        _ = RunAsync();
        try
        {
            WriteAll(told.Reader, () => new ProgressRecord(1, $"A new external id for the AWS account {account.AccountId}", done.LastOrDefault("Asking both sides")));
        }
        catch (OperationException) when (!done.IsEmpty)
        {
            WriteWarning($"AWS account {account.AccountId}: interrupted; Datadog still has access. {string.Join(' ', done)} Run the command again to continue.");
            throw;
        }

        async Task RunAsync()
        {
            try
            {
                DatadogAwsAccount changed = await rotation.RunAsync(account, TimeSpan.FromSeconds(GraceSec), Tell, StopToken).ConfigureAwait(false);
                told.Writer.TryWrite(OperationOutput<DatadogAwsAccount>.OfItem(changed));
                told.Writer.Complete();
            }
            catch (Exception failure)
            {
                told.Writer.Complete(failure);
            }
        }

        void Tell(string step)
        {
            done.Enqueue(step);
            told.Writer.TryWrite(OperationOutput<DatadogAwsAccount>.OfVerbose(step));
        }
    }
}
