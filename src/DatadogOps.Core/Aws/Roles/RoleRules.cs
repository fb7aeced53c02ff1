namespace DatadogOps.Aws.Roles;

/// <summary>Names of the rules that a role is tested by, and of the steps that mend what they find.</summary>
internal static class RoleRules
{
    public const string RoleExists = "RoleExists";
    public const string RoleName = "RoleName";
    public const string RolePath = "RolePath";
    public const string Owner = "Owner";
    public const string Tag = "Tag";
    public const string TrustPrincipal = "TrustPrincipal";
    public const string TrustExternalId = "TrustExternalId";
    public const string TrustCondition = "TrustCondition";
    public const string TrustOther = "TrustOther";
    public const string ActionMissing = "ActionMissing";
    public const string ActionExtra = "ActionExtra";
    public const string ActionWildcard = "ActionWildcard";
    public const string ActionWrite = "ActionWrite";
    public const string PolicyLayout = "PolicyLayout";
    public const string PolicyVersion = "PolicyVersion";
    public const string PolicyForeign = "PolicyForeign";
    public const string SecurityAudit = "SecurityAudit";
    public const string PermissionsBoundary = "PermissionsBoundary";
    public const string SessionDuration = "SessionDuration";
    public const string Registration = "Registration";

    /// <summary>Rules that a new trust policy mends.</summary>
    public static readonly string[] Trust = [TrustPrincipal, TrustExternalId, TrustCondition, TrustOther];

    /// <summary>Rules that new permission policies mend.</summary>
    public static readonly string[] Permissions = [ActionMissing, ActionExtra, ActionWildcard, ActionWrite, PolicyLayout, PolicyVersion];

    /// <summary>Rules that new tags mend.</summary>
    public static readonly string[] Tags = [Owner, Tag];
}
