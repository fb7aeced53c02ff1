using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Roles;

/// <summary>Finds the steps from what an account holds to what a specification says, or to nothing.</summary>
internal static class RoleSteps
{
    /// <summary>Tags as IAM takes them.</summary>
    public static Tag[] TagsOf(RoleSpecification specification) => [.. specification.AllTags().Select(tag => new Tag(tag.Key, tag.Value))];

    /// <summary>Steps that make the role what the blueprint says. What comes new is attached before the old is taken away.</summary>
    public static List<RoleStep> Converge(RoleBlueprint blueprint, string accountId, RoleSnapshot found)
    {
        var steps = new List<RoleStep>();
        RoleSpecification role = blueprint.Specification;
        string name = found.Role?.RoleName ?? role.RoleName;
        if (found.Role is null)
        {
            steps.Add(Create(role));
        }
        else
        {
            steps.AddRange(Change(role, found));
        }

        steps.AddRange(Permissions(blueprint, accountId, found, name));
        bool hasAudit = found.Attached.FirstOrDefault(one => RoleSnapshot.IsSecurityAudit(one.PolicyArn)) is not null;
        if (blueprint.SecurityAuditArn is { } audit && !hasAudit)
        {
            steps.Add(PolicySteps.Attach(name, audit, [RoleRules.SecurityAudit]));
        }
        else if (blueprint.SecurityAuditArn is null && hasAudit)
        {
            steps.Add(PolicySteps.Detach(name, found.Attached.First(one => RoleSnapshot.IsSecurityAudit(one.PolicyArn)).PolicyArn, [RoleRules.SecurityAudit]));
        }

        return steps;
    }

    /// <summary>Steps that take away the role and what was made with it. Somebody else's policies are detached, never deleted.</summary>
    public static List<RoleStep> Remove(RoleSnapshot found)
    {
        var steps = new List<RoleStep>();
        string? name = found.Role?.RoleName;
        foreach (AttachedPolicyType attached in found.Attached)
        {
            steps.Add(PolicySteps.Detach(name!, attached.PolicyArn, []));
        }

        foreach (OwnPolicy own in found.Own)
        {
            steps.Add(PolicySteps.Delete(own));
        }

        foreach (ReadPolicy inline in found.Inline)
        {
            steps.Add(DeleteInline(name!, inline.Name));
        }

        if (name is not null)
        {
            steps.Add(new RoleStep([], $"Delete the role {name}", (iam, stop) => iam.DeleteRoleAsync(new DeleteRoleRequest { RoleName = name }, stop)));
        }

        return steps;
    }

    private static RoleStep Create(RoleSpecification role) => new(
        [RoleRules.RoleExists],
        $"Create the role {role.RoleName}, which {DatadogPrincipal.ArnFor(role.Site, role.Partition)} may assume with the external id {role.ExternalId}",
        (iam, stop) => iam.CreateRoleAsync(
            new CreateRoleRequest
            {
                RoleName = role.RoleName,
                Path = role.RolePath,
                AssumeRolePolicyDocument = PolicyJson.Compact(TrustPolicy.For(role)),
                Description = RoleDescription.Text,
                MaxSessionDuration = role.MaxSessionDurationSec,
                PermissionsBoundary = role.PermissionsBoundary,
                Tags = TagsOf(role),
            },
            stop));

    private static IEnumerable<RoleStep> Change(RoleSpecification role, RoleSnapshot found)
    {
        Role now = found.Role!;
        string name = now.RoleName;
        PolicyDocument trust = TrustPolicy.For(role);
        if (found.Trust is null || !PolicyEquality.Same(found.Trust, trust))
        {
            yield return new RoleStep(
                RoleRules.Trust,
                $"Let {DatadogPrincipal.ArnFor(role.Site, role.Partition)} alone assume the role {name}, with the external id {role.ExternalId}",
                (iam, stop) => iam.UpdateAssumeRolePolicyAsync(new UpdateAssumeRolePolicyRequest { RoleName = name, PolicyDocument = PolicyJson.Compact(trust) }, stop));
        }

        if (now.MaxSessionDuration != role.MaxSessionDurationSec)
        {
            yield return new RoleStep(
                [RoleRules.SessionDuration],
                string.Create(CultureInfo.InvariantCulture, $"Let sessions of the role last {role.MaxSessionDurationSec} seconds, not {now.MaxSessionDuration}"),
                (iam, stop) => iam.UpdateRoleAsync(new UpdateRoleRequest { RoleName = name, MaxSessionDuration = role.MaxSessionDurationSec }, stop));
        }

        if (role.PermissionsBoundary is { } boundary && now.PermissionsBoundaryArn != boundary)
        {
            yield return new RoleStep(
                [RoleRules.PermissionsBoundary],
                $"Bound the role's permissions by {boundary}",
                (iam, stop) => iam.PutRolePermissionsBoundaryAsync(new PutRolePermissionsBoundaryRequest { RoleName = name, PermissionsBoundary = boundary }, stop));
        }
        else if (role.PermissionsBoundary is null && now.PermissionsBoundaryArn is { Length: > 0 })
        {
            yield return new RoleStep(
                [RoleRules.PermissionsBoundary],
                $"Remove the permissions boundary {now.PermissionsBoundaryArn} from the role",
                (iam, stop) => iam.DeleteRolePermissionsBoundaryAsync(new DeleteRolePermissionsBoundaryRequest { RoleName = name }, stop));
        }

        Tag[] missing = [.. TagsOf(role).Where(tag => !now.Tags.Contains(tag))];
        if (missing.Length > 0)
        {
            yield return new RoleStep(
                RoleRules.Tags,
                $"Tag the role with {string.Join(", ", missing.Select(tag => $"{tag.Key}={tag.Value}"))}",
                (iam, stop) => iam.TagRoleAsync(new TagRoleRequest { RoleName = name, Tags = missing }, stop));
        }
    }

    private static IEnumerable<RoleStep> Permissions(RoleBlueprint blueprint, string accountId, RoleSnapshot found, string name)
    {
        if (blueprint.Inline is { } inline)
        {
            if (found.Inline.FirstOrDefault(one => one.Name == inline.Name)?.Document is not { } now || !PolicyEquality.Same(now, inline.Document))
            {
                yield return new RoleStep(
                    RoleRules.Permissions,
                    $"Write the inline policy {inline.Name} with {PolicySteps.Size(inline, PolicyLimits.Inline)}",
                    (iam, stop) => iam.PutRolePolicyAsync(new PutRolePolicyRequest { RoleName = name, PolicyName = inline.Name, PolicyDocument = inline.Json }, stop));
            }
        }
        else if (found.Inline.Any(one => one.Name == RoleBlueprint.InlinePolicyName))
        {
            yield return DeleteInline(name, RoleBlueprint.InlinePolicyName);
        }

        foreach (NamedPolicy part in blueprint.Managed)
        {
            OwnPolicy? own = found.Own.FirstOrDefault(one => one.Policy.PolicyName == part.Name);
            string arn = own?.Policy.Arn ?? $"arn:{blueprint.Specification.Partition.Name}:iam::{accountId}:policy{blueprint.ManagedPolicyPath}{part.Name}";
            if (own is null)
            {
                yield return PolicySteps.Create(blueprint, part);
            }
            else if (own.Document is null || !PolicyEquality.Same(own.Document, part.Document))
            {
                yield return PolicySteps.Update(own, part);
            }

            if (own is not { IsAttached: true })
            {
                yield return PolicySteps.Attach(name, arn, RoleRules.Permissions);
            }
        }

        foreach (OwnPolicy old in found.Own.Where(one => !blueprint.Managed.Any(part => part.Name == one.Policy.PolicyName)))
        {
            if (old.IsAttached)
            {
                yield return PolicySteps.Detach(name, old.Policy.Arn, RoleRules.Permissions);
            }

            yield return PolicySteps.Delete(old);
        }
    }

    private static RoleStep DeleteInline(string roleName, string policyName) => new(
        RoleRules.Permissions,
        $"Delete the inline policy {policyName}",
        (iam, stop) => iam.DeleteRolePolicyAsync(new DeleteRolePolicyRequest { RoleName = roleName, PolicyName = policyName }, stop));
}
