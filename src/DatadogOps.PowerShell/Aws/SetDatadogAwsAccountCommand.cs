using System.Management.Automation;
using DatadogOps.Aws.Accounts;

namespace DatadogOps.Commands.Aws;

/// <summary>Changes what Datadog does with registered AWS accounts; what is not asked for stays as it is.</summary>
[Cmdlet(VerbsCommon.Set, "DatadogAwsAccount", SupportsShouldProcess = true, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class SetDatadogAwsAccountCommand : DatadogAwsAccountSettingsCmdlet
{
    private const string AccountSet = "AccountId";
    private const string IdSet = "RegistrationId";

    /// <summary>AWS accounts, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountSet)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Datadog's UUIDs of registrations.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] RegistrationId { get; set; } = [];

    /// <summary>Puts out the accounts as they are afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachRegistration(RegistrationId, AccountId, (accounts, account) =>
    {
        AccountSettings settings = ReadSettings();
        accounts.CheckTrust(account.AccountId, account.Partition, settings.RoleName ?? account.RoleName, TrustedAccountId);
        IReadOnlyList<string> changes = AwsAccountClient.Differences(account, settings);
        if (changes.Count == 0)
        {
            WriteVerbose($"The AWS account {account.AccountId} is so already.");
        }
        else if (ShouldProcess($"AWS account {account.AccountId}", $"Set {string.Join("; ", changes)}"))
        {
            account = Wait(accounts.UpdateAsync(account, settings, StopToken));
        }
        else
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(account);
        }
    });
}
