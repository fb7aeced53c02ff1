using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Roles;

/// <summary>How a rule came out.</summary>
public enum DatadogAwsFindingStatus
{
    /// <summary>All is as it should be.</summary>
    Passed,

    /// <summary>It works, and somebody should look at it.</summary>
    Warning,

    /// <summary>It differs, and Datadog sees less or more than it should.</summary>
    Failed,
}

/// <summary>What a rule found in a role.</summary>
public sealed record DatadogAwsRoleFinding
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

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>How it came out.</summary>
    public required DatadogAwsFindingStatus Status { get; init; }

    /// <summary>What should be.</summary>
    public string? Expected { get; init; }

    /// <summary>What is.</summary>
    public string? Actual { get; init; }

    /// <summary>What to do; null when nothing is.</summary>
    public string? Recommendation { get; init; }

    /// <summary>A finding in a role of an account.</summary>
    internal static DatadogAwsRoleFinding Of(
        AwsSession session, RoleSpecification specification, string rule, DatadogAwsFindingStatus status, string expected, string actual, string? recommendation) =>
        new(specification, session.Target)
        {
            AccountId = session.AccountId,
            RoleName = specification.RoleName,
            Rule = rule,
            Status = status,
            Expected = expected,
            Actual = actual,
            Recommendation = recommendation,
        };

    /// <summary>What the role was compared with. A method, so that tables and CSV files hold the finding alone.</summary>
    public RoleSpecification GetSpecification() => _specification;

    /// <summary>Where it was found.</summary>
    public AwsTarget GetTarget() => _target;
}
