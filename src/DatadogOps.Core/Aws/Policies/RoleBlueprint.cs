using System.Globalization;
using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Policies;

/// <summary>A policy by its name.</summary>
internal sealed record NamedPolicy(string Name, PolicyDocument Document, int ActionCount)
{
    private string? _json;

    /// <summary>The document without white space.</summary>
    public string Json => _json ??= PolicyJson.Compact(Document);
}

/// <summary>What a specification comes to: the documents of the role, packed under AWS's limits. The account is not needed for it.</summary>
internal sealed class RoleBlueprint
{
    /// <summary>Name of the inline policy, as in Datadog's templates.</summary>
    public const string InlinePolicyName = "DatadogAWSIntegrationPolicy";

    // As in Datadog's templates; with the longest role name and a number the whole keeps under IAM's 128 characters.
    private const string ManagedPolicyPrefix = "datadog-aws-integration-resource-collection-permissions-";

    private RoleBlueprint(RoleSpecification specification)
    {
        Specification = specification;
        IReadOnlyList<DatadogAwsAction> actions = specification.Catalog.Select(specification);
        Actions = actions;
        DatadogAwsAction[] standard = [.. actions.Where(action => action.Set == DatadogAwsPermissionSet.Standard)];
        Inline = standard.Length == 0 ? null : new NamedPolicy(InlinePolicyName, Document("DatadogStandard", standard), standard.Length);
        Managed = PackManaged([.. actions.Where(action => action.Set != DatadogAwsPermissionSet.Standard)]);
        SecurityAuditArn = specification.SecurityAudit ? $"arn:{specification.Partition.Name}:iam::aws:policy/SecurityAudit" : null;
        PermissionVersion = specification.Catalog.Version;
    }

    /// <summary>What it was derived from.</summary>
    public RoleSpecification Specification { get; }

    /// <summary>All actions, each once.</summary>
    public IReadOnlyList<DatadogAwsAction> Actions { get; }

    /// <summary>The inline policy with the actions of the standard set; null when none of them is left.</summary>
    public NamedPolicy? Inline { get; }

    /// <summary>The managed policies with all others.</summary>
    public IReadOnlyList<NamedPolicy> Managed { get; }

    /// <summary>ARN of AWS's own policy, when it is to be attached.</summary>
    public string? SecurityAuditArn { get; }

    /// <summary>Date of the list of permissions.</summary>
    public string PermissionVersion { get; }

    /// <summary>Path of the managed policies, one of its own for each role, so that one call lists them.</summary>
    public string ManagedPolicyPath => ManagedPathOf(Specification.RoleName);

    /// <summary>Managed policies on the role, AWS's own among them.</summary>
    public int AttachmentCount => Managed.Count + (SecurityAuditArn is null ? 0 : 1);

    /// <summary>Path of the managed policies of a role.</summary>
    public static string ManagedPathOf(string roleName) => $"/datadog/{roleName}/";

    /// <summary>Name of a managed policy of a role.</summary>
    public static string ManagedNameOf(string roleName, int number) => string.Create(CultureInfo.InvariantCulture, $"{ManagedPolicyPrefix}{roleName}-{number}");

    /// <summary>Derives the documents.</summary>
    /// <exception cref="OperationException">The specification cannot be used, or what it asks for is more than AWS allows a role.</exception>
    public static RoleBlueprint Create(RoleSpecification specification)
    {
        var blueprint = new RoleBlueprint(specification.Validate());
        int trust = PolicyJson.Compact(TrustPolicy.For(specification, specification.ExternalId ?? new string('0', 32))).Length;
        Check(trust <= PolicyLimits.Trust, specification, $"its trust policy has {trust} characters, and AWS allows {PolicyLimits.Trust}");
        if (blueprint.Inline is { } inline)
        {
            Check(inline.Json.Length <= PolicyLimits.Inline, specification, $"its inline policy has {inline.Json.Length} characters, and AWS allows {PolicyLimits.Inline}");
        }

        foreach (NamedPolicy part in blueprint.Managed)
        {
            Check(part.Json.Length <= PolicyLimits.Managed, specification, $"{part.Name} has {part.Json.Length} characters, and AWS allows {PolicyLimits.Managed}");
        }

        Check(blueprint.AttachmentCount <= PolicyLimits.Attachments, specification, $"it needs {blueprint.AttachmentCount} managed policies, and AWS attaches {PolicyLimits.Attachments} to a role");
        return blueprint;
    }

    private static void Check(bool fits, RoleSpecification specification, string reason)
    {
        if (!fits)
        {
            throw new OperationException(
                AwsErrorIds.PolicyTooLarge,
                OperationErrorKind.InvalidInput,
                specification.RoleName,
                $"The role {specification.RoleName} cannot hold its permissions: {reason}.",
                "Choose a smaller -PermissionSet, exclude services with -ExcludeService, or specify fewer regions. Nothing was changed.");
        }
    }

    private NamedPolicy[] PackManaged(DatadogAwsAction[] actions)
    {
        // Each action costs its text, two quotes and a comma; what is left is the same for every part. One action is left out of
        // each list's measure so that it is written as a list.
        DatadogAwsAction[] probe = [.. actions.Where(action => !GlobalServices.Holds(action)).Take(2), .. actions.Where(GlobalServices.Holds).Take(2)];
        int frame = PolicyJson.Compact(Document("DatadogResourceCollection", probe)).Length - probe.Sum(SizeOf);
        return
        [
            .. PolicyPacker.Pack(actions, SizeOf, PolicyLimits.Managed - frame)
                .Select(part => new NamedPolicy(ManagedNameOf(Specification.RoleName, part.Number), Document("DatadogResourceCollection", part.Actions), part.Actions.Count)),
        ];
    }

    private static int SizeOf(DatadogAwsAction action) => action.Action.Length + 3;

    private PolicyDocument Document(string sid, IReadOnlyList<DatadogAwsAction> actions)
    {
        if (Specification.Regions.Count == 0)
        {
            return new PolicyDocument([Statement(sid, actions, [])]);
        }

        PolicyCondition inRegions = new("StringEquals", "aws:RequestedRegion", [.. Specification.Regions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        var statements = new List<PolicyStatement>();
        DatadogAwsAction[] regional = [.. actions.Where(action => !GlobalServices.Holds(action))];
        DatadogAwsAction[] global = [.. actions.Where(GlobalServices.Holds)];
        if (regional.Length > 0)
        {
            statements.Add(Statement(sid, regional, [inRegions]));
        }

        if (global.Length > 0)
        {
            statements.Add(Statement(sid + "Global", global, []));
        }

        return new PolicyDocument(statements);
    }

    private static PolicyStatement Statement(string sid, IReadOnlyList<DatadogAwsAction> actions, PolicyCondition[] conditions) => new()
    {
        Sid = sid,
        Actions = [.. actions.Select(action => action.Action)],
        Resources = ["*"],
        Conditions = conditions,
    };
}
