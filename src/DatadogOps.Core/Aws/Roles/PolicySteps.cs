using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;

namespace DatadogOps.Aws.Roles;

/// <summary>Steps over managed policies.</summary>
internal static class PolicySteps
{
    public static RoleStep Create(RoleBlueprint blueprint, NamedPolicy part) => new(
        RoleRules.Permissions,
        $"Create the policy {part.Name} with {Size(part)}",
        (iam, stop) => iam.CreatePolicyAsync(
            new CreatePolicyRequest { PolicyName = part.Name, Path = blueprint.ManagedPolicyPath, PolicyDocument = part.Json, Tags = RoleSteps.TagsOf(blueprint.Specification) },
            stop));

    public static RoleStep Update(OwnPolicy own, NamedPolicy part) => new(
        RoleRules.Permissions,
        $"Give the policy {part.Name} a new version with {Size(part)}",
        async (iam, stop) =>
        {
            await MakeRoomAsync(iam, own.Policy.Arn, PolicyLimits.Versions - 1, stop).ConfigureAwait(false);
            await iam.CreatePolicyVersionAsync(new CreatePolicyVersionRequest { PolicyArn = own.Policy.Arn, PolicyDocument = part.Json, SetAsDefault = true }, stop).ConfigureAwait(false);
        });

    public static RoleStep Attach(string roleName, string arn, IReadOnlyList<string> rules) => new(
        rules,
        $"Attach the policy {NameOf(arn)} to the role",
        (iam, stop) => iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = roleName, PolicyArn = arn }, stop));

    public static RoleStep Detach(string roleName, string arn, IReadOnlyList<string> rules) => new(
        rules,
        $"Detach the policy {NameOf(arn)} from the role",
        (iam, stop) => iam.DetachRolePolicyAsync(new DetachRolePolicyRequest { RoleName = roleName, PolicyArn = arn }, stop));

    public static RoleStep Delete(OwnPolicy own) => new(
        RoleRules.Permissions,
        $"Delete the policy {own.Policy.PolicyName}",
        async (iam, stop) =>
        {
            await MakeRoomAsync(iam, own.Policy.Arn, 1, stop).ConfigureAwait(false);
            await iam.DeletePolicyAsync(new DeletePolicyRequest { PolicyArn = own.Policy.Arn }, stop).ConfigureAwait(false);
        });

    /// <summary>"110 actions, 2,870 of 6,144 characters".</summary>
    public static string Size(NamedPolicy policy, int limit = PolicyLimits.Managed) =>
        string.Create(CultureInfo.InvariantCulture, $"{policy.ActionCount} {(policy.ActionCount == 1 ? "action" : "actions")}, {policy.Json.Length:#,0} of {limit:#,0} characters");

    private static string NameOf(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    // A policy has five versions at most, and is deleted with one; the oldest go first, the default one stays.
    private static async Task MakeRoomAsync(IAmazonIdentityManagementService iam, string arn, int most, CancellationToken stop)
    {
        var versions = new List<PolicyVersion>();
        await foreach (PolicyVersion version in iam.AllPolicyVersionsAsync(arn, stop).ConfigureAwait(false))
        {
            versions.Add(version);
        }

        foreach (PolicyVersion oldest in versions.Where(version => !version.IsDefaultVersion).OrderBy(Number).Take(Math.Max(0, versions.Count - most)))
        {
            await iam.DeletePolicyVersionAsync(new DeletePolicyVersionRequest { PolicyArn = arn, VersionId = oldest.VersionId }, stop).ConfigureAwait(false);
        }
    }

    private static int Number(PolicyVersion version) =>
        int.TryParse(version.VersionId.AsSpan(Math.Min(1, version.VersionId.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
