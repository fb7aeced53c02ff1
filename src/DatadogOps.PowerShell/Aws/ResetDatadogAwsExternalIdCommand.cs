using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Sessions;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Gives registered AWS accounts a new external id, in the role's trust policy and with Datadog, without a gap.</summary>
[Cmdlet(VerbsCommon.Reset, "DatadogAwsExternalId", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class ResetDatadogAwsExternalIdCommand : DatadogAwsAccountCmdlet
{
    private object? _sessions;

    /// <summary>AWS accounts, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Profile of the AWS configuration files that leads to the accounts.</summary>
    [Parameter]
    [ValidateCount(1, 1)]
    public string[]? ProfileName { get; set; }

    /// <summary>Role to assume in each account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AssumeRoleName { get; set; }

    /// <summary>Seconds for which the role goes on to trust the old id, after Datadog knows the new one.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int GraceSec { get; set; } = 30;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = (AwsSessions)(_sessions ??= new AwsSessions());
        ForEach(AccountId, (accounts, accountId) =>
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

    // Each step is told as it is done: who stops in the middle, or meets a failure, knows what is and what is not.
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
            WriteWarning($"AWS account {account.AccountId}: cut short, and Datadog gets in all the same. {string.Join(' ', done)} Run the command again to go on from there.");
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
