using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>Compares the registrations of an account with the specified role.</summary>
internal sealed class RegistrationCheck
{
    private const string Advice = "Datadog does not use this role. Change the registration with Set-DatadogAwsAccount, or specify the registered role with -RoleName.";

    private readonly AwsSession _session;
    private readonly RoleSpecification _asked;
    private readonly IReadOnlyList<DatadogAwsAccount> _there;
    private readonly DatadogAwsAccount? _registered;

    /// <param name="session">The account.</param>
    /// <param name="asked">The specified role.</param>
    /// <param name="there">The registrations of the account.</param>
    public RegistrationCheck(AwsSession session, RoleSpecification asked, IReadOnlyList<DatadogAwsAccount> there)
    {
        (_session, _asked, _there) = (session, asked, there);
        // A name whose case differs is the role's own finding.
        _registered = there.FirstOrDefault(account => account.RoleName == asked.RoleName)
            ?? there.FirstOrDefault(account => asked.RoleName.Equals(account.RoleName, StringComparison.OrdinalIgnoreCase));
        Specification = _registered is null ? asked : asked with { RoleName = _registered.RoleName!, ExternalId = _registered.ExternalId };
    }

    /// <summary>What the role must be for Datadog to access the account.</summary>
    public RoleSpecification Specification { get; }

    /// <summary>The finding of the rule.</summary>
    public DatadogAwsRoleFinding Inspect()
    {
        string role = $"role '{_asked.RoleName}'";
        if (_there.Count == 0)
        {
            return Fail(role, "not registered", $"Register it: Register-DatadogAwsAccount {_session.AccountId} -RoleName {_asked.RoleName} -ExternalId ...; if it is registered, check -Site and the organisation of the keys.");
        }

        if (_registered is null)
        {
            return Fail(role, string.Join(", ", _there.Select(one => one.RoleName is { } name ? $"role '{name}'" : $"access key {one.AccessKeyId}")), Advice);
        }

        return _asked.ExternalId is { } id && id != _registered.ExternalId
            ? Fail($"external id {id}", $"external id {_registered.ExternalId}", "Leave out -ExternalId to test the role with the one that Datadog has.")
            : Make(Finding.Passed, $"role '{_registered.RoleName}'", $"role '{_registered.RoleName}'", null);
    }

    private DatadogAwsRoleFinding Fail(string expected, string actual, string recommendation) => Make(Finding.Failed, expected, actual, recommendation);

    private DatadogAwsRoleFinding Make(string status, string expected, string actual, string? recommendation) =>
        DatadogAwsRoleFinding.Of(_session, Specification, RoleRules.Registration, status, expected, actual, recommendation);
}
