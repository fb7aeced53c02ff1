using Amazon.Runtime;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;

namespace DatadogOps.Aws.Roles;

/// <summary>
/// Reads a role in few calls: four lists, and one document for each policy. The default versions of the role's own policies come
/// from one list of their path, so no policy is asked for twice.
/// </summary>
internal static class RoleReader
{
    public static async Task<RoleSnapshot> ReadAsync(IAmazonIdentityManagementService iam, string roleName, CancellationToken cancellationToken)
    {
        Role? role = await FindAsync(iam, roleName, cancellationToken).ConfigureAwait(false);
        List<ManagedPolicy> policies = await CollectAsync(iam.AllPoliciesAsync(RoleBlueprint.ManagedPathOf(roleName), cancellationToken)).ConfigureAwait(false);
        List<AttachedPolicyType> attached = role is null ? [] : await CollectAsync(iam.AllAttachedRolePoliciesAsync(role.RoleName, cancellationToken)).ConfigureAwait(false);
        List<string> inline = role is null ? [] : await CollectAsync(iam.AllRolePoliciesAsync(role.RoleName, cancellationToken)).ConfigureAwait(false);
        return new RoleSnapshot
        {
            Role = role,
            Trust = role is null ? null : Parse(role.AssumeRolePolicyDocument),
            Attached = attached,
            Inline = await Task.WhenAll(inline.Select(name => ReadInlineAsync(iam, role!.RoleName, name, cancellationToken))).ConfigureAwait(false),
            Own = await Task.WhenAll(policies.Select(policy => ReadOwnAsync(iam, policy, attached, cancellationToken))).ConfigureAwait(false),
        };
    }

    /// <summary>The document of an answer; null when it cannot be understood. IAM sends documents URL-encoded.</summary>
    public static PolicyDocument? Parse(string encoded)
    {
        try
        {
            return PolicyJson.Parse(Uri.UnescapeDataString(encoded));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<Role?> FindAsync(IAmazonIdentityManagementService iam, string roleName, CancellationToken cancellationToken)
    {
        try
        {
            return (await iam.GetRoleAsync(new GetRoleRequest { RoleName = roleName }, cancellationToken).ConfigureAwait(false)).Role;
        }
        catch (AmazonServiceException missing) when (missing.ErrorCode == "NoSuchEntity")
        {
            return null;
        }
    }

    private static async Task<ReadPolicy> ReadInlineAsync(IAmazonIdentityManagementService iam, string roleName, string name, CancellationToken cancellationToken)
    {
        GetRolePolicyResponse policy = await iam.GetRolePolicyAsync(new GetRolePolicyRequest { RoleName = roleName, PolicyName = name }, cancellationToken).ConfigureAwait(false);
        return new ReadPolicy(name, Parse(policy.PolicyDocument));
    }

    private static async Task<OwnPolicy> ReadOwnAsync(IAmazonIdentityManagementService iam, ManagedPolicy policy, List<AttachedPolicyType> attached, CancellationToken cancellationToken)
    {
        GetPolicyVersionResponse version = await iam.GetPolicyVersionAsync(new GetPolicyVersionRequest { PolicyArn = policy.Arn, VersionId = policy.DefaultVersionId }, cancellationToken).ConfigureAwait(false);
        return new OwnPolicy(policy, Parse(version.PolicyVersion.Document), attached.Any(one => one.PolicyArn == policy.Arn));
    }

    private static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (T item in items.ConfigureAwait(false))
        {
            all.Add(item);
        }

        return all;
    }
}
