using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Permissions;

/// <summary>An IAM action that Datadog requests.</summary>
public sealed record DatadogAwsAction
{
    /// <summary>The action, as in a policy; may hold wildcards: <c>ec2:Describe*</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Prefix of the service: <c>ec2</c>.</summary>
    public required string Service { get; init; }

    /// <summary><c>List</c>, <c>Read</c> or <c>Write</c>, by the action's verb.</summary>
    public required string AccessLevel { get; init; }

    /// <summary>The smallest set that contains it: <c>Standard</c>, <c>ResourceCollection</c> or <c>Full</c>.</summary>
    public required string Set { get; init; }

    /// <summary>The Datadog feature that needs it, if known.</summary>
    public string? Feature { get; init; }

    /// <summary>A write action; excluded by default.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Reads the contents of S3 buckets; excluded by default.</summary>
    public bool IsS3Data { get; init; }

    /// <summary>Date of the list that it is from.</summary>
    public required string ListVersion { get; init; }

    /// <summary>The lists that name it, as letters of <see cref="PermissionCatalog"/>'s format: S, R, A.</summary>
    internal string Lists { get; init; } = "";

    /// <summary>Whether a set holds it.</summary>
    public bool IsIn(string set) => set switch
    {
        DatadogAwsPermissionSet.Standard => Lists.Contains('S', StringComparison.Ordinal),
        DatadogAwsPermissionSet.ResourceCollection => Lists.Contains('S', StringComparison.Ordinal) || Lists.Contains('R', StringComparison.Ordinal),
        _ => Lists.Contains('A', StringComparison.Ordinal),
    };

    /// <inheritdoc/>
    public override string ToString() => Action;
}
