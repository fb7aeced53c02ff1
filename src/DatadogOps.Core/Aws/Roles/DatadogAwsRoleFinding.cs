using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>What Test-DatadogAwsRole found in a role by one rule; <see cref="Finding.Target"/> is the account and the role.</summary>
public sealed record DatadogAwsRoleFinding : Finding
{
    private readonly RoleSpecification _specification;
    private readonly AwsTarget _target;

    private DatadogAwsRoleFinding(RoleSpecification specification, AwsTarget target)
    {
        _specification = specification;
        _target = target;
    }

    /// <summary>The account, 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>Name of the role.</summary>
    public required string RoleName { get; init; }

    /// <summary>A finding about a role of an account.</summary>
    internal static DatadogAwsRoleFinding Of(
        AwsSession session, RoleSpecification specification, string rule, string status, string expected, string actual, string? recommendation) =>
        new(specification, session.Target)
        {
            AccountId = session.AccountId,
            RoleName = specification.RoleName,
            Target = $"{session.AccountId}/{specification.RoleName}",
            Rule = rule,
            Status = status,
            Expected = expected,
            Actual = actual,
            Recommendation = recommendation,
        };

    /// <summary>What the role was compared with. A method, so that tables and CSV files do not include it.</summary>
    public RoleSpecification GetSpecification() => _specification;

    /// <summary>The account and credentials that were used.</summary>
    public AwsTarget GetTarget() => _target;
}
