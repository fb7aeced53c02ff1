using System.Text.Json.Nodes;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Aws.Accounts;

/// <summary>An AWS account as Datadog knows it (<c>/api/v2/integration/aws/accounts</c>). Flat; what Datadog holds beyond that stays with it.</summary>
public sealed record DatadogAwsAccount
{
    /// <summary>Datadog's id of the registration, a UUID.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>The account's 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Partition: <c>aws</c>, <c>aws-us-gov</c> or <c>aws-cn</c>.</summary>
    public required string Partition { get; init; }

    /// <summary>Site that it is registered with, so that a role is compared with the trust of that site; null for an address of one's own.</summary>
    public string? Site { get; init; }

    /// <summary>How Datadog accesses the account: <c>Role</c> or <c>AccessKeys</c>.</summary>
    public string AuthType { get; init; } = DatadogAwsAuthType.Role;

    /// <summary>Role that Datadog assumes; null for access keys.</summary>
    public string? RoleName { get; init; }

    /// <summary>External id that Datadog gives when it assumes the role; null for access keys.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Id of the access key; null for a role. Datadog never tells the secret.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Regions that Datadog looks at, separated by commas; <c>all</c> for all.</summary>
    public required string Regions { get; init; }

    /// <summary>Whether Datadog collects metrics of CloudWatch.</summary>
    public bool MetricsEnabled { get; init; }

    /// <summary>Namespaces that are left out, or with <see cref="IncludesNamespaces"/> the only ones; separated by commas.</summary>
    public string Namespaces { get; init; } = "";

    /// <summary>Whether <see cref="Namespaces"/> are the only ones.</summary>
    public bool IncludesNamespaces { get; init; }

    /// <summary>Whether hosts are muted when EC2 shuts them down.</summary>
    public bool AutomuteEnabled { get; init; }

    /// <summary>Whether custom metrics of CloudWatch are collected, which costs.</summary>
    public bool CollectsCustomMetrics { get; init; }

    /// <summary>Whether alarms of CloudWatch are collected.</summary>
    public bool CollectsAlarms { get; init; }

    /// <summary>Whether resources are collected for the resource catalog.</summary>
    public bool CollectsResources { get; init; }

    /// <summary>Whether resources are collected for Cloud Security.</summary>
    public bool CollectsSecurityPosture { get; init; }

    /// <summary>ARNs of the log forwarders, separated by commas.</summary>
    public string LogForwarders { get; init; } = "";

    /// <summary>AWS services whose logs are forwarded, separated by commas.</summary>
    public string LogSources { get; init; } = "";

    /// <summary>Tags that all of the account's metrics get.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>When it was registered.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The attributes as Datadog gave them, so that an update loses none that this version does not know.</summary>
    internal JsonObject Attributes { get; init; } = [];
}
