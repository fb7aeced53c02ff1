namespace DatadogOps.Aws.Roles;

/// <summary>A role by which Datadog reads an account.</summary>
public sealed record DatadogAwsRole
{
    /// <summary>The account, 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Name of the role.</summary>
    public required string RoleName { get; init; }

    /// <summary>ARN of the role.</summary>
    public required string RoleArn { get; init; }

    /// <summary>External id that the role asks for; null when it asks for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Partition of the account.</summary>
    public required string Partition { get; init; }

    /// <summary>Datadog's site that it trusts. Sites that share an account cannot be told apart: then the first of them, or the one that was asked for.</summary>
    public string? Site { get; init; }

    /// <summary>Datadog's AWS account that it trusts, by which sites are told apart that have one of their own; several are separated by commas; null for none.</summary>
    public string? TrustedAccountId { get; init; }

    /// <summary>Path of the role.</summary>
    public required string RolePath { get; init; }

    /// <summary>Whether DatadogOps made it, as its tag says; null where a list does not tell.</summary>
    public bool? IsManaged { get; init; }

    /// <summary>Names of its policies, inline and attached; null where a list does not tell.</summary>
    public string? Policies { get; init; }

    /// <summary>Actions that its inline policies and those of DatadogOps allow; null where a list does not tell.</summary>
    public int? ActionCount { get; init; }

    /// <summary>Whether AWS's policy SecurityAudit is attached; null where a list does not tell.</summary>
    public bool? SecurityAudit { get; init; }

    /// <summary>ARN of the permissions boundary, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    /// <summary>Longest session, in seconds.</summary>
    public int MaxSessionDurationSec { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last assumed, as far as AWS tells: the last 400 days.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Profile by which it was reached, or null.</summary>
    public string? ProfileName { get; init; }
}
