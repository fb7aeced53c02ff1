using System.Management.Automation;
using DatadogOps.Aws.Accounts;

namespace DatadogOps.Commands.Aws;

/// <summary>Registers AWS accounts with Datadog. An account that is registered already is never deleted or changed.</summary>
[Cmdlet(VerbsLifecycle.Register, "DatadogAwsAccount", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class RegisterDatadogAwsAccountCommand : DatadogAwsAccountSettingsCmdlet
{
    private const string AccessKeys = "AccessKeys";
    private const string Role = "Role";

    /// <summary>AWS accounts, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Partition of the accounts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("aws", "aws-us-gov", "aws-cn")]
    public string Partition { get; set; } = "aws";

    /// <summary>How Datadog gets in: by a role, or by an access key where it cannot assume roles.</summary>
    [Parameter]
    [ValidateSet(Role, AccessKeys)]
    public string AuthType { get; set; } = Role;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach(AccountId, (accounts, accountId) =>
    {
        AccountSettings settings = ReadSettings();
        Check(accountId, settings);
        accounts.CheckTrust(accountId, Partition, settings.RoleName, TrustedAccountId);
        string how = AuthType == Role ? $"by the role '{settings.RoleName}'" : $"by the access key {settings.AccessKeyId}";
        if (!ShouldProcess($"AWS account {accountId} ({Partition})", $"Register with {ResolveContext().Site} {how}"))
        {
            return;
        }

        (DatadogAwsAccount account, bool wasThere) = Wait(accounts.RegisterAsync(accountId, Partition, settings, StopToken));
        if (wasThere)
        {
            WriteVerbose($"The AWS account {accountId} was registered {how} before; it was left as it is.");
        }

        WriteObject(account);
    });

    private void Check(string accountId, AccountSettings settings)
    {
        if (AuthType == AccessKeys && Partition == "aws")
        {
            throw Conflict(accountId, "access keys are for GovCloud and China, and Datadog assumes a role in all other accounts", "Make a role with New-DatadogAwsRole; for GovCloud and China say so with -Partition.");
        }

        if (AuthType == AccessKeys ? settings.AccessKeyId is null || settings.RoleName is not null : settings.RoleName is null || settings.AccessKeyId is not null)
        {
            throw AuthType == AccessKeys
                ? Conflict(accountId, "-AuthType AccessKeys goes with -AccessKeyId and -SecretAccessKey, and no role", "Give those two.")
                : Conflict(accountId, "a role's name is needed, and no access key", "Give -RoleName and -ExternalId, or pipe what New-DatadogAwsRole puts out.");
        }

        if (AuthType == Role && settings.ExternalId is null)
        {
            throw Conflict(accountId, "the external id is missing", "Give the one that the role trusts; New-DatadogAwsExternalId gets one for a new role.");
        }
    }
}
