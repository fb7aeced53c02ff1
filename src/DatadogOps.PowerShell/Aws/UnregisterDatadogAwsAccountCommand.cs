using System.Management.Automation;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Unregisters AWS accounts from Datadog. The role is kept.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "DatadogAwsAccount", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(void))]
public sealed class UnregisterDatadogAwsAccountCommand : DatadogApiCmdlet
{
    private const string AccountSet = "AccountId";
    private const string IdSet = "RegistrationId";

    /// <summary>AWS account ids, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountSet)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Datadog's UUIDs of registrations.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] RegistrationId { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => this.ForEachRegistration(RegistrationId, AccountId, (accounts, account) =>
    {
        string what = $"AWS account {account.AccountId} ({(account.RoleName is { } role ? $"role '{role}'" : $"access key {account.AccessKeyId}")}, registered {account.CreatedAt:yyyy-MM-dd})";
        if (ShouldProcess(what, "End the registration with Datadog; metrics, logs and resources are no longer collected"))
        {
            Wait(accounts.DeleteAsync(account, StopToken));
        }
    });
}
