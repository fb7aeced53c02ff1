using System.Runtime.CompilerServices;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>What can be done with a role in one account. Everything reads first; what changes something gives a <see cref="RoleChange"/> to decide on.</summary>
public static class RoleOperations
{
    /// <summary>Checks a specification and packs its policies, without asking AWS.</summary>
    /// <exception cref="OperationException">It cannot be used, or is more than AWS allows.</exception>
    public static void Check(RoleSpecification specification) => RoleBlueprint.Create(specification);

    /// <summary>Reads one role.</summary>
    /// <exception cref="OperationException">There is no such role, or AWS refused.</exception>
    public static Task<DatadogAwsRole> ReadAsync(AwsSession session, string roleName, CancellationToken cancellationToken) => GuardAsync(
        session,
        async () =>
        {
            RoleSnapshot found = await RoleReader.ReadAsync(session.Iam, roleName, cancellationToken).ConfigureAwait(false);
            return found.Role is { } role ? Describe(session, role, found) : throw NotFound(session, roleName);
        },
        cancellationToken);

    /// <summary>Finds all roles that Datadog may assume, of any site. What a list does not tell is null.</summary>
    /// <exception cref="OperationException">AWS refused.</exception>
    public static async IAsyncEnumerable<DatadogAwsRole> FindAsync(AwsSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<Role> roles = session.Iam.AllRolesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await GuardAsync(session, () => roles.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
        {
            if (TrustView.Of(RoleReader.Parse(roles.Current.AssumeRolePolicyDocument)).DatadogAccounts.Count > 0)
            {
                yield return Describe(session, roles.Current, null);
            }
        }
    }

    /// <summary>Compares a role with a specification.</summary>
    /// <returns>One finding for each rule.</returns>
    /// <exception cref="OperationException">The specification is invalid, or AWS refused.</exception>
    public static Task<IReadOnlyList<DatadogAwsRoleFinding>> TestAsync(AwsSession session, RoleSpecification specification, CancellationToken cancellationToken) => GuardAsync(
        session,
        async () =>
        {
            RoleBlueprint blueprint = BlueprintFor(session, specification);
            return new RoleInspector(blueprint, session, await RoleReader.ReadAsync(session.Iam, specification.RoleName, cancellationToken).ConfigureAwait(false)).Inspect();
        },
        cancellationToken);

    /// <summary>Compares a role with a specification, and with what Datadog has for the account: the name and the external id are Datadog's.</summary>
    /// <param name="session">The account.</param>
    /// <param name="specification">The role; an external id that it has must be Datadog's.</param>
    /// <param name="accounts">Datadog's side.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One finding for each rule, and one for the registration.</returns>
    /// <exception cref="OperationException">The specification is invalid, or AWS or Datadog refused.</exception>
    public static async Task<IReadOnlyList<DatadogAwsRoleFinding>> TestAsync(
        AwsSession session, RoleSpecification specification, AwsAccountClient accounts, CancellationToken cancellationToken)
    {
        var registration = new RegistrationCheck(session, specification, await accounts.ListAsync(session.AccountId, cancellationToken).ConfigureAwait(false));
        return [.. await TestAsync(session, registration.Specification, cancellationToken).ConfigureAwait(false), registration.Inspect()];
    }

    /// <summary>Finds what has to be done for a role to be what a specification says.</summary>
    /// <param name="session">The account.</param>
    /// <param name="specification">The role, with an external id.</param>
    /// <param name="force">Takes over a role that DatadogOps did not make.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationException">The specification cannot be used, DatadogOps did not create the role, or AWS refused.</exception>
    public static Task<RoleChange> PlanCreateAsync(AwsSession session, RoleSpecification specification, bool force, CancellationToken cancellationToken) => GuardAsync(
        session,
        async () =>
        {
            RoleBlueprint blueprint = BlueprintFor(session, specification);
            RoleSnapshot found = await RoleReader.ReadAsync(session.Iam, specification.RoleName, cancellationToken).ConfigureAwait(false);
            return Plan(session, blueprint, found, now =>
            {
                RefuseForeign(session, now, force, "New-DatadogAwsRole");
                return RoleSteps.Converge(blueprint, session.AccountId, now);
            });
        },
        cancellationToken);

    /// <summary>Finds what has to be done to mend what a test found, and no more.</summary>
    /// <param name="session">The account.</param>
    /// <param name="specification">The role; without an external id it keeps its current one.</param>
    /// <param name="rules">Rules to mend; null for all that differ.</param>
    /// <param name="force">Mends a role that DatadogOps did not make, too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationException">There is no such role and no external id to make it with, DatadogOps did not create it, or AWS refused.</exception>
    public static Task<RoleChange> PlanRepairAsync(AwsSession session, RoleSpecification specification, IReadOnlyCollection<string>? rules, bool force, CancellationToken cancellationToken) => GuardAsync(
        session,
        async () =>
        {
            RoleSnapshot found = await RoleReader.ReadAsync(session.Iam, specification.RoleName, cancellationToken).ConfigureAwait(false);
            string? externalId = specification.ExternalId ?? found.ExternalId;
            if (externalId is null || !AwsNames.IsExternalId(externalId))
            {
                throw found.Role is null ? NotFound(session, specification.RoleName) : new OperationException(
                    AwsErrorIds.ExternalIdInvalid,
                    OperationErrorKind.InvalidInput,
                    specification.RoleName,
                    $"The role {specification.RoleName} in the account {session.AccountId} has no external id of Datadog's, and none was specified.",
                    "Specify the id that Datadog shows for the account with -ExternalId.");
            }

            RoleBlueprint blueprint = BlueprintFor(session, specification with { ExternalId = externalId });
            return Plan(session, blueprint, found, now =>
            {
                RefuseForeign(session, now, force, "Repair-DatadogAwsRole");
                IEnumerable<RoleStep> steps = RoleSteps.Converge(blueprint, session.AccountId, now);
                return [.. now.Role is null || rules is null ? steps : steps.Where(step => step.Rules.Any(rule => rules.Contains(rule, StringComparer.OrdinalIgnoreCase)))];
            });
        },
        cancellationToken);

    /// <summary>Finds what has to be done to take a role away, with the policies that were made for it.</summary>
    /// <param name="session">The account.</param>
    /// <param name="roleName">The role.</param>
    /// <param name="force">Also a role that DatadogOps did not make, or that carries somebody else's policies: attached ones are detached, never deleted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationException">There is nothing of that name, DatadogOps did not create it, or AWS refused.</exception>
    public static Task<RoleChange> PlanRemoveAsync(AwsSession session, string roleName, bool force, CancellationToken cancellationToken) => GuardAsync(
        session,
        async () =>
        {
            AwsNames.Check(AwsNames.RoleName().IsMatch(roleName), roleName, "a role's name is 1 to 64 letters, digits and +=,.@_-", "Correct -RoleName.");
            RoleSnapshot found = await RoleReader.ReadAsync(session.Iam, roleName, cancellationToken).ConfigureAwait(false);
            if (found.Role is null && found.Own.Count == 0)
            {
                throw NotFound(session, roleName);
            }

            RefuseForeign(session, found, force, "Remove-DatadogAwsRole");
            string[] foreign = [.. found.ForeignAttached.Select(one => one.PolicyName), .. found.ForeignInline.Select(one => one.Name)];
            if (foreign.Length > 0 && !force)
            {
                throw new OperationException(
                    AwsErrorIds.RoleInUse,
                    OperationErrorKind.InvalidInput,
                    roleName,
                    $"The role {roleName} in the account {session.AccountId} carries policies that DatadogOps did not make: {string.Join(", ", foreign)}.",
                    "Remove them first, or add -Force: attached policies are then detached and inline ones deleted with the role.");
            }

            return new RoleChange(session, roleName, found, RoleSteps.Remove);
        },
        cancellationToken);

    private static RoleBlueprint BlueprintFor(AwsSession session, RoleSpecification specification) => RoleBlueprint.Create(specification with { Partition = session.Partition });

    private static RoleChange Plan(AwsSession session, RoleBlueprint blueprint, RoleSnapshot found, Func<RoleSnapshot, IReadOnlyList<RoleStep>> plan)
    {
        RoleSpecification role = blueprint.Specification;
        string arn = $"arn:{session.Partition.Name}:iam::{session.AccountId}:role{role.RolePath}{role.RoleName}";
        return new RoleChange(session, role.RoleName, found, plan)
        {
            Documents = [("trust policy", PolicyJson.Compact(TrustPolicy.For(role))), .. Policies(blueprint).Select(policy => (policy.Name, policy.Json))],
            Result = new DatadogAwsRole
            {
                AccountId = session.AccountId,
                RoleName = found.Role?.RoleName ?? role.RoleName,
                RoleArn = found.Role?.Arn ?? arn,
                ExternalId = role.ExternalId,
                Partition = session.Partition.Name,
                Site = role.Site.Name,
                TrustedAccountId = DatadogPrincipal.AccountFor(role.Site, session.Partition),
                RolePath = found.Role?.Path ?? role.RolePath,
                IsManaged = true,
                Policies = string.Join(", ", Policies(blueprint).Select(policy => policy.Name).Concat(role.SecurityAudit ? ["SecurityAudit"] : [])),
                ActionCount = blueprint.Actions.Count,
                SecurityAudit = role.SecurityAudit,
                PermissionsBoundary = role.PermissionsBoundary,
                MaxSessionDurationSec = role.MaxSessionDurationSec,
                CreatedAt = found.Role?.CreateDate,
                LastUsedAt = found.Role?.LastUsedDate,
                ProfileName = session.Target.ProfileName,
            },
        };
    }

    private static IEnumerable<NamedPolicy> Policies(RoleBlueprint blueprint) => blueprint.Inline is { } inline ? blueprint.Managed.Prepend(inline) : blueprint.Managed;

    private static DatadogAwsRole Describe(AwsSession session, Role role, RoleSnapshot? found)
    {
        TrustView trust = TrustView.Of(found?.Trust ?? RoleReader.Parse(role.AssumeRolePolicyDocument));
        return new DatadogAwsRole
        {
            AccountId = session.AccountId,
            RoleName = role.RoleName,
            RoleArn = role.Arn,
            ExternalId = trust.ExternalIds is [{ } id] ? id : null,
            Partition = session.Partition.Name,
            Site = trust.DatadogAccounts.SelectMany(DatadogPrincipal.SitesOf).FirstOrDefault(),
            TrustedAccountId = trust.DatadogAccounts.Count == 0 ? null : string.Join(", ", trust.DatadogAccounts.Distinct(StringComparer.Ordinal)),
            RolePath = role.Path,
            IsManaged = found?.IsOwned,
            Policies = found is null ? null : string.Join(", ", found.Inline.Select(one => one.Name).Concat(found.Attached.Select(one => one.PolicyName))),
            ActionCount = found?.Documents.SelectMany(document => document.AllowedActions).Distinct(StringComparer.OrdinalIgnoreCase).Count(),
            SecurityAudit = found?.Attached.Any(one => RoleSnapshot.IsSecurityAudit(one.PolicyArn)),
            PermissionsBoundary = role.PermissionsBoundaryArn,
            MaxSessionDurationSec = role.MaxSessionDuration,
            CreatedAt = role.CreateDate,
            LastUsedAt = role.LastUsedDate,
            ProfileName = session.Target.ProfileName,
        };
    }

    private static void RefuseForeign(AwsSession session, RoleSnapshot found, bool force, string command)
    {
        if (found.Role is { } role && !found.IsOwned && !force)
        {
            throw new OperationException(
                AwsErrorIds.RoleForeign,
                OperationErrorKind.InvalidInput,
                role.RoleName,
                $"The role {role.RoleName} in the account {session.AccountId} was not created by DatadogOps: it lacks the tag {RoleSpecification.OwnerTag}={RoleSpecification.OwnerTagValue}.",
                $"Choose another -RoleName, change it with the tool that created it (Terraform, CloudFormation), or run {command} -Force.");
        }
    }

    private static OperationException NotFound(AwsSession session, string roleName) => new(
        AwsErrorIds.RoleNotFound,
        OperationErrorKind.NotFound,
        roleName,
        $"There is no role {roleName} in the account {session.AccountId}.",
        "Check the name, its case and the account; Get-DatadogAwsRole without a name lists all roles that Datadog may assume.");

    private static async Task<T> GuardAsync<T>(AwsSession session, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationException && AwsErrors.Translate(failure, session.Target, cancellationToken) is { } told)
        {
            throw told;
        }
    }
}
