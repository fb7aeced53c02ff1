using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Policies;

/// <summary>Who may assume the role: Datadog's account of the site, with the external id, and nobody else.</summary>
internal static class TrustPolicy
{
    /// <summary>The action that a trust policy allows.</summary>
    public const string AssumeRole = "sts:AssumeRole";

    /// <summary>The key under which the external id is compared.</summary>
    public const string ExternalIdKey = "sts:ExternalId";

    /// <summary>The policy of a specification.</summary>
    public static PolicyDocument For(RoleSpecification specification) => For(specification, specification.ExternalId!);

    /// <summary>The policy of a specification with an external id, or a reference to one, in its place.</summary>
    public static PolicyDocument For(RoleSpecification specification, string externalId) => new(
    [
        new PolicyStatement
        {
            Principals = [new PolicyPrincipal("AWS", DatadogPrincipal.ArnFor(specification.Site, specification.Partition))],
            Actions = [AssumeRole],
            Conditions = [new PolicyCondition("StringEquals", ExternalIdKey, [externalId])],
        },
    ]);
}
