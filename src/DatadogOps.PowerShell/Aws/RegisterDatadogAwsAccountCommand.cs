using System.Management.Automation;
using System.Security;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Registers AWS accounts with Datadog. An existing registration is never deleted or changed.</summary>
[Cmdlet(VerbsLifecycle.Register, "DatadogAwsAccount", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class RegisterDatadogAwsAccountCommand : DatadogApiCmdlet, IAwsAccountSettings
{
    /// <summary>AWS account ids, 12 digits each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Partition of the accounts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("aws", "aws-us-gov", "aws-cn")]
    public string Partition { get; set; } = "aws";

    /// <summary>How Datadog accesses the account: with a role, or with an access key where it cannot assume roles.</summary>
    [Parameter]
    [ValidateSet(DatadogAwsAuthType.Role, DatadogAwsAuthType.AccessKeys)]
    public string AuthType { get; set; } = DatadogAwsAuthType.Role;

    /// <summary>Role that Datadog assumes; case-sensitive.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? RoleName { get; set; }

    /// <summary>External id that Datadog generated and the role trusts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Datadog's AWS account that the role trusts; must match the site.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? TrustedAccountId { get; set; }

    /// <summary>Id of an access key, for GovCloud and China.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessKeyId { get; set; }

    /// <summary>Secret of the access key.</summary>
    [Parameter]
    [Secret]
    public SecureString? SecretAccessKey { get; set; }

    /// <summary>Regions that Datadog monitors, or all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Tags added to all metrics of the account.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Tag { get; set; }

    /// <summary>CloudWatch namespaces to exclude: AWS/SQS.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? ExcludeNamespace { get; set; }

    /// <summary>CloudWatch namespaces to collect; all others are excluded.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? IncludeNamespace { get; set; }

    /// <summary>Collects metrics.</summary>
    [Parameter]
    public SwitchParameter CollectMetric { get; set; }

    /// <summary>Collects CloudWatch custom metrics, which Datadog charges for.</summary>
    [Parameter]
    public SwitchParameter CollectCustomMetric { get; set; }

    /// <summary>Collects CloudWatch alarms.</summary>
    [Parameter]
    public SwitchParameter CollectAlarm { get; set; }

    /// <summary>Collects resources for the resource catalog; the role needs the permissions for them.</summary>
    [Parameter]
    public SwitchParameter CollectResource { get; set; }

    /// <summary>Collects resources for Cloud Security.</summary>
    [Parameter]
    public SwitchParameter CollectSecurityPosture { get; set; }

    /// <summary>Mutes hosts that EC2 shuts down.</summary>
    [Parameter]
    public SwitchParameter Automute { get; set; }

    /// <summary>ARNs of the functions that forward logs.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? LogForwarder { get; set; }

    /// <summary>AWS services whose logs are forwarded.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? LogForwarderSource { get; set; }

    private protected override bool SendsSecret => SecretAccessKey is not null;

    private bool UsesRole => AuthType.Equals(DatadogAwsAuthType.Role, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void ProcessRecord() => this.ForEachAccount(AccountId, (accounts, accountId) =>
    {
        AccountSettings settings = AwsAccountSettings.Read(this);
        string partition = Partition.ToLowerInvariant();
        Check(accountId, partition, settings);
        accounts.CheckTrust(accountId, partition, settings.RoleName, TrustedAccountId);
        string how = UsesRole ? $"with the role '{settings.RoleName}'" : $"with the access key {settings.AccessKeyId}";
        if (!ShouldProcess($"AWS account {accountId} ({partition})", $"Register with {ResolveContext().Site} {how}"))
        {
            return;
        }

        (DatadogAwsAccount account, bool wasThere) = Wait(accounts.RegisterAsync(accountId, partition, settings, StopToken));
        if (wasThere)
        {
            WriteVerbose($"The AWS account {accountId} was registered {how} before; nothing was changed.");
        }

        WriteObject(account);
    });

    private void Check(string accountId, string partition, AccountSettings settings)
    {
        if (!UsesRole && partition == "aws")
        {
            throw AwsAccountSettings.Conflict(accountId, "access keys are only for GovCloud and China", "Create a role with New-DatadogAwsRole, or specify -Partition for GovCloud and China.");
        }

        if (UsesRole ? settings.RoleName is null || settings.AccessKeyId is not null : settings.AccessKeyId is null || settings.RoleName is not null)
        {
            throw !UsesRole
                ? AwsAccountSettings.Conflict(accountId, "-AuthType AccessKeys requires -AccessKeyId and -SecretAccessKey, and no role", "Specify those two.")
                : AwsAccountSettings.Conflict(accountId, "a role name is required, and no access key", "Specify -RoleName and -ExternalId, or pipe the output of New-DatadogAwsRole.");
        }

        if (UsesRole && settings.ExternalId is null)
        {
            throw AwsAccountSettings.Conflict(accountId, "the external id is missing", "Specify the one that the role trusts; New-DatadogAwsExternalId generates one for a new role.");
        }
    }
}
