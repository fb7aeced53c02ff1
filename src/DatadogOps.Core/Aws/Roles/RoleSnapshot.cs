using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Roles;

/// <summary>A policy as it stands at AWS.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">What it says; null when it cannot be understood.</param>
internal sealed record ReadPolicy(string Name, PolicyDocument? Document);

/// <summary>A managed policy of the role's own path.</summary>
internal sealed record OwnPolicy(ManagedPolicy Policy, PolicyDocument? Document, bool IsAttached);

/// <summary>What an account holds of a role, read at one time.</summary>
internal sealed class RoleSnapshot
{
    /// <summary>The role; null when there is none.</summary>
    public Role? Role { get; init; }

    /// <summary>Who may assume it; null when that cannot be understood.</summary>
    public PolicyDocument? Trust { get; init; }

    /// <summary>Its inline policies.</summary>
    public IReadOnlyList<ReadPolicy> Inline { get; init; } = [];

    /// <summary>What is attached to it.</summary>
    public IReadOnlyList<AttachedPolicyType> Attached { get; init; } = [];

    /// <summary>The account's managed policies under the role's path, attached or not.</summary>
    public IReadOnlyList<OwnPolicy> Own { get; init; } = [];

    /// <summary>Whether DatadogOps made the role.</summary>
    public bool IsOwned => Role?.Tags.Any(tag => tag.Key == RoleSpecification.OwnerTag && tag.Value == RoleSpecification.OwnerTagValue) ?? false;

    /// <summary>Attached policies that are neither the role's own nor SecurityAudit.</summary>
    public IEnumerable<AttachedPolicyType> ForeignAttached =>
        Attached.Where(one => !IsSecurityAudit(one.PolicyArn) && !Own.Any(own => own.Policy.Arn == one.PolicyArn));

    /// <summary>Inline policies that are not the role's own.</summary>
    public IEnumerable<ReadPolicy> ForeignInline => Inline.Where(one => one.Name != RoleBlueprint.InlinePolicyName);

    /// <summary>The external id that Datadog's statement of the trust policy asks for; null when there is none.</summary>
    public string? ExternalId => TrustView.Of(Trust).ExternalIds is [{ } one] ? one : null;

    /// <summary>Whether that is AWS's policy SecurityAudit, of any partition.</summary>
    public static bool IsSecurityAudit(string arn) => arn.StartsWith("arn:", StringComparison.Ordinal) && arn.EndsWith(":iam::aws:policy/SecurityAudit", StringComparison.Ordinal);

    /// <summary>The documents that the role's own policies and all inline ones consist of.</summary>
    public IEnumerable<PolicyDocument> Documents =>
        Inline.Select(one => one.Document).Concat(Own.Where(one => one.IsAttached).Select(one => one.Document)).OfType<PolicyDocument>();
}
