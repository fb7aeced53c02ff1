using System.Security;

namespace DatadogOps.Aws.Accounts;

/// <summary>What is asked for of an account's registration; null leaves a setting as it is, or to Datadog's default for a new one.</summary>
public sealed record AccountSettings
{
    /// <summary>Role that Datadog assumes.</summary>
    public string? RoleName { get; init; }

    /// <summary>External id that Datadog generated.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Id of an access key, in place of a role.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Its secret; goes into the request and nowhere else.</summary>
    public SecureString? SecretAccessKey { get; init; }

    /// <summary>Regions to look at; <c>all</c> alone for all.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Tags for all of the account's metrics.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether to collect metrics.</summary>
    public bool? MetricsEnabled { get; init; }

    /// <summary>Namespaces of CloudWatch to leave out.</summary>
    public IReadOnlyList<string>? ExcludedNamespaces { get; init; }

    /// <summary>The only namespaces of CloudWatch to collect.</summary>
    public IReadOnlyList<string>? IncludedNamespaces { get; init; }

    /// <summary>Whether to mute hosts that EC2 shuts down.</summary>
    public bool? AutomuteEnabled { get; init; }

    /// <summary>Whether to collect custom metrics.</summary>
    public bool? CollectsCustomMetrics { get; init; }

    /// <summary>Whether to collect alarms.</summary>
    public bool? CollectsAlarms { get; init; }

    /// <summary>Whether to collect resources.</summary>
    public bool? CollectsResources { get; init; }

    /// <summary>Whether to collect resources for Cloud Security, which needs <see cref="CollectsResources"/> too.</summary>
    public bool? CollectsSecurityPosture { get; init; }

    /// <summary>ARNs of log forwarders.</summary>
    public IReadOnlyList<string>? LogForwarders { get; init; }

    /// <summary>AWS services whose logs are forwarded.</summary>
    public IReadOnlyList<string>? LogSources { get; init; }

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => this == new AccountSettings();
}
