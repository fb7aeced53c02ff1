using System.Management.Automation;
using System.Security;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Changes settings of registered AWS accounts; unspecified settings are kept.</summary>
[Cmdlet(VerbsCommon.Set, "DatadogAwsAccount", SupportsShouldProcess = true, DefaultParameterSetName = AccountSet)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class SetDatadogAwsAccountCommand : DatadogApiCmdlet, IAwsAccountSettings
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

    /// <summary>Returns the accounts after the change.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool SendsSecret => SecretAccessKey is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord() => this.ForEachRegistration(RegistrationId, AccountId, (accounts, account) =>
    {
        AccountSettings settings = AwsAccountSettings.Read(this);
        accounts.CheckTrust(account.AccountId, account.Partition, settings.RoleName ?? account.RoleName, TrustedAccountId);
        IReadOnlyList<string> changes = AwsAccountClient.Differences(account, settings);
        if (changes.Count == 0)
        {
            WriteVerbose($"The AWS account {account.AccountId} already has these settings.");
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
