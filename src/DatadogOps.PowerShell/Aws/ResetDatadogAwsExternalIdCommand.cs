using System.Management.Automation;
using DatadogOps.Aws;

namespace DatadogOps.Commands;

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
            var rotation = new ExternalIdRotation(session, accounts, TimeProvider.System);
            List<string> steps = [];
            try
            {
                WriteObject(Wait(rotation.RunAsync(account, TimeSpan.FromSeconds(GraceSec), steps.Add, StopToken)));
            }
            finally
            {
                steps.ForEach(WriteVerbose);
            }
        });
    }
}
