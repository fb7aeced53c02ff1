using System.Management.Automation;
using DatadogOps.Aws.Accounts;

namespace DatadogOps.Commands.Aws;

/// <summary>Registers AWS accounts with Datadog. An account that is registered already is never deleted or changed.</summary>
[Cmdlet(VerbsLifecycle.Register, "DatadogAwsAccount", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class RegisterDatadogAwsAccountCommand : DatadogAwsAccountSettingsCmdlet
{
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
    [ValidateSet(DatadogAwsAuthType.Role, DatadogAwsAuthType.AccessKeys)]
    public string AuthType { get; set; } = DatadogAwsAuthType.Role;

    private bool UsesRole => AuthType.Equals(DatadogAwsAuthType.Role, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEach(AccountId, (accounts, accountId) =>
    {
        AccountSettings settings = ReadSettings();
        string partition = Partition.ToLowerInvariant();
        Check(accountId, partition, settings);
        accounts.CheckTrust(accountId, partition, settings.RoleName, TrustedAccountId);
        string how = UsesRole ? $"by the role '{settings.RoleName}'" : $"by the access key {settings.AccessKeyId}";
        if (!ShouldProcess($"AWS account {accountId} ({partition})", $"Register with {ResolveContext().Site} {how}"))
        {
            return;
        }

        (DatadogAwsAccount account, bool wasThere) = Wait(accounts.RegisterAsync(accountId, partition, settings, StopToken));
        if (wasThere)
        {
            WriteVerbose($"The AWS account {accountId} was registered {how} before; it was left as it is.");
        }

        WriteObject(account);
    });

    private void Check(string accountId, string partition, AccountSettings settings)
    {
        if (!UsesRole && partition == "aws")
        {
            throw Conflict(accountId, "access keys are for GovCloud and China, and Datadog assumes a role in all other accounts", "Make a role with New-DatadogAwsRole; for GovCloud and China say so with -Partition.");
        }

        if (UsesRole ? settings.RoleName is null || settings.AccessKeyId is not null : settings.AccessKeyId is null || settings.RoleName is not null)
        {
            throw !UsesRole
                ? Conflict(accountId, "-AuthType AccessKeys goes with -AccessKeyId and -SecretAccessKey, and no role", "Give those two.")
                : Conflict(accountId, "a role's name is needed, and no access key", "Give -RoleName and -ExternalId, or pipe what New-DatadogAwsRole puts out.");
        }

        if (UsesRole && settings.ExternalId is null)
        {
            throw Conflict(accountId, "the external id is missing", "Give the one that the role trusts; New-DatadogAwsExternalId gets one for a new role.");
        }
    }
}
