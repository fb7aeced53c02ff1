using System.Management.Automation;
using System.Security;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>What can be asked for when an AWS account is registered or changed. A switch that is not given leaves its setting as it is.</summary>
public abstract class DatadogAwsAccountSettingsCmdlet : DatadogAwsAccountCmdlet
{
    /// <summary>Role that Datadog assumes; its case matters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? RoleName { get; set; }

    /// <summary>External id that Datadog generated and the role trusts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Datadog's AWS account that the role trusts; one of another site is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? TrustedAccountId { get; set; }

    /// <summary>Id of an access key, for accounts of GovCloud and China.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessKeyId { get; set; }

    /// <summary>Secret of the access key.</summary>
    [Parameter]
    [Secret]
    public SecureString? SecretAccessKey { get; set; }

    /// <summary>Regions that Datadog looks at; all for all of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Region { get; set; }

    /// <summary>Tags for all of the account's metrics.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Tag { get; set; }

    /// <summary>Namespaces of CloudWatch that are left out: AWS/SQS.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? ExcludeNamespace { get; set; }

    /// <summary>The only namespaces of CloudWatch that are collected.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? IncludeNamespace { get; set; }

    /// <summary>Collects metrics.</summary>
    [Parameter]
    public SwitchParameter CollectMetric { get; set; }

    /// <summary>Collects custom metrics of CloudWatch, which Datadog charges for.</summary>
    [Parameter]
    public SwitchParameter CollectCustomMetric { get; set; }

    /// <summary>Collects alarms of CloudWatch.</summary>
    [Parameter]
    public SwitchParameter CollectAlarm { get; set; }

    /// <summary>Collects resources for the resource catalog; the role needs the permissions for it.</summary>
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

    /// <summary>What was asked for.</summary>
    /// <exception cref="OperationException">Parts of it do not go together.</exception>
    internal AccountSettings ReadSettings()
    {
        if (IncludeNamespace is not null && ExcludeNamespace is not null)
        {
            throw Conflict(nameof(IncludeNamespace), "-IncludeNamespace and -ExcludeNamespace exclude each other", "Give one of them.");
        }

        if ((AccessKeyId is null) != (SecretAccessKey is null))
        {
            throw Conflict(nameof(AccessKeyId), "an access key has an id and a secret", "Give both -AccessKeyId and -SecretAccessKey.");
        }

        return new AccountSettings
        {
            RoleName = string.IsNullOrEmpty(RoleName) ? null : RoleName,
            ExternalId = string.IsNullOrEmpty(ExternalId) ? null : ExternalId,
            AccessKeyId = AccessKeyId,
            SecretAccessKey = SecretAccessKey,
            Regions = Region,
            Tags = Tag,
            IncludedNamespaces = IncludeNamespace,
            ExcludedNamespaces = ExcludeNamespace,
            MetricsEnabled = Asked(nameof(CollectMetric), CollectMetric),
            CollectsCustomMetrics = Asked(nameof(CollectCustomMetric), CollectCustomMetric),
            CollectsAlarms = Asked(nameof(CollectAlarm), CollectAlarm),
            CollectsResources = Asked(nameof(CollectResource), CollectResource),
            CollectsSecurityPosture = Asked(nameof(CollectSecurityPosture), CollectSecurityPosture),
            AutomuteEnabled = Asked(nameof(Automute), Automute),
            LogForwarders = LogForwarder,
            LogSources = LogForwarderSource,
        };
    }

    /// <summary>The failure of parameters that do not go together.</summary>
    internal static OperationException Conflict(string target, string reason, string advice) => new(
        AwsAccountErrorIds.AccountSettingsConflict,
        OperationErrorKind.InvalidInput,
        target,
        $"The settings do not go together: {reason}.",
        advice);

    private bool? Asked(string parameter, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;
}
