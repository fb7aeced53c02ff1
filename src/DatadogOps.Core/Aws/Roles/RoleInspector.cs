using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>Compares a role in an account with its specification: one finding for each rule.</summary>
internal sealed class RoleInspector(RoleBlueprint blueprint, AwsSession session, RoleSnapshot found)
{
    // More names are not useful in a table; they are counted.
    private const int ShownNames = 20;

    private const string Repair = "Run Repair-DatadogAwsRole.";

    private readonly RoleSpecification _specification = blueprint.Specification;

    public IReadOnlyList<DatadogAwsRoleFinding> Inspect()
    {
        if (found.Role is not { } role)
        {
            return [Fail(RoleRules.RoleExists, "a role of that name", "none", "Create it with New-DatadogAwsRole; check the account and the case of the name.")];
        }

        TrustView trust = TrustView.Of(found.Trust);
        return
        [
            Pass(RoleRules.RoleExists, role.Arn),
            Compare(RoleRules.RoleName, _specification.RoleName, role.RoleName, "Enter the name in Datadog exactly as in AWS; it is case-sensitive."),
            Compare(RoleRules.RolePath, _specification.RolePath, role.Path, "A path cannot be changed. Remove and recreate the role, or specify its path with -RolePath."),
            Owner(),
            Tags(role),
            Principal(trust),
            ExternalId(trust),
            trust.Obstacles.Count == 0
                ? Pass(RoleRules.TrustCondition, "none")
                : Fail(RoleRules.TrustCondition, "no condition but the external id", List(trust.Obstacles), $"Datadog cannot meet this condition. {Repair}"),
            Others(trust),
            .. Permissions(),
            Layout(),
            Versions(),
            Foreign(),
            Audit(),
            Compare(RoleRules.PermissionsBoundary, _specification.PermissionsBoundary ?? "none", role.PermissionsBoundaryArn is { Length: > 0 } boundary ? boundary : "none", Repair),
            Compare(RoleRules.SessionDuration, Seconds(_specification.MaxSessionDurationSec), Seconds(role.MaxSessionDuration), Repair),
        ];
    }

    private static string Seconds(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds} s");

    private static string List(IReadOnlyList<string> names) => names.Count <= ShownNames
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(ShownNames))} and {names.Count - ShownNames} more");

    private static string Count(int count) => count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);

    private DatadogAwsRoleFinding Owner() => found.IsOwned
        ? Pass(RoleRules.Owner, $"{RoleSpecification.OwnerTag}={RoleSpecification.OwnerTagValue}")
        : Warn(RoleRules.Owner, $"{RoleSpecification.OwnerTag}={RoleSpecification.OwnerTagValue}", "not there", "Another tool created the role. New-DatadogAwsRole -Force takes it over; then remove it from Terraform or CloudFormation.");

    private DatadogAwsRoleFinding Tags(Role role)
    {
        string[] missing = [.. _specification.Tags.Where(tag => !role.Tags.Contains(new Tag(tag.Key, tag.Value))).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];
        return missing.Length == 0 ? Pass(RoleRules.Tag, $"{role.Tags.Count} tags") : Fail(RoleRules.Tag, List(missing), "not there", Repair);
    }

    private DatadogAwsRoleFinding Principal(TrustView trust)
    {
        string expected = DatadogPrincipal.AccountFor(_specification.Site, _specification.Partition);
        return trust.DatadogAccounts.Contains(expected) ? Pass(RoleRules.TrustPrincipal, expected)
            : trust.DatadogAccounts is [{ } other, ..] ? Fail(
                RoleRules.TrustPrincipal,
                $"{expected} ({_specification.Site})",
                $"{other} ({string.Join(", ", DatadogPrincipal.SitesOf(other))})",
                $"The role trusts another site of Datadog. Specify the right -Site, or repair the role. {Repair}")
            : Fail(RoleRules.TrustPrincipal, $"{expected} ({_specification.Site})", found.Trust is null ? "an unreadable policy" : "none of Datadog's accounts", Repair);
    }

    private DatadogAwsRoleFinding ExternalId(TrustView trust)
    {
        string expected = _specification.ExternalId ?? "an id of Datadog's: 32 hexadecimal digits";
        if (trust.ExternalIds.Count == 0)
        {
            return Fail(RoleRules.TrustExternalId, expected, "none", $"Without one, other Datadog customers could register this account. {Repair}");
        }

        bool isGood = _specification.ExternalId is { } id ? trust.ExternalIds.Contains(id) : trust.ExternalIds.All(AwsNames.IsExternalId);
        return isGood && trust.ExternalIds.Count > 1 ? Warn(RoleRules.TrustExternalId, expected, List(trust.ExternalIds), "A rotation was interrupted: run Reset-DatadogAwsExternalId again, or repair the role with the id that Datadog uses.")
            : isGood ? Make(RoleRules.TrustExternalId, Finding.Passed, expected, List(trust.ExternalIds), null)
            : Fail(RoleRules.TrustExternalId, expected, List(trust.ExternalIds), "Datadog and the role must use the same id. Pass Datadog's to Repair-DatadogAwsRole -ExternalId.");
    }

    private DatadogAwsRoleFinding Others(TrustView trust) =>
        trust.Others.Count == 0 ? Pass(RoleRules.TrustOther, "none")
        : trust.Others.Contains("*") ? Fail(RoleRules.TrustOther, "nobody else", List(trust.Others), $"Any AWS account may try to assume the role. {Repair}")
        : Warn(RoleRules.TrustOther, "nobody else", List(trust.Others), $"Check whether these should be able to assume the role. If not: {Repair}");

    private IEnumerable<DatadogAwsRoleFinding> Permissions()
    {
        PermissionView view = PermissionView.Of(blueprint, found);
        string all = string.Create(CultureInfo.InvariantCulture, $"{blueprint.Actions.Count} actions of {blueprint.PermissionVersion}");
        yield return view.Missing.Count == 0 ? Pass(RoleRules.ActionMissing, all) : Fail(RoleRules.ActionMissing, all, $"{Count(view.Missing.Count)} missing: {List(view.Missing)}", Repair);
        yield return view.Extra.Count == 0 ? Pass(RoleRules.ActionExtra, "none") : Warn(RoleRules.ActionExtra, "none", $"{Count(view.Extra.Count)}: {List(view.Extra)}", $"Choose a -PermissionSet that includes them, or remove them: {Repair}");
        yield return view.Wildcards.Count == 0 ? Pass(RoleRules.ActionWildcard, "none") : Fail(RoleRules.ActionWildcard, "none", List(view.Wildcards), $"They allow every action of these services. {Repair}");
        yield return view.Writes.Count == 0 ? Pass(RoleRules.ActionWrite, "none") : Fail(RoleRules.ActionWrite, "none", List(view.Writes), $"These are write actions; -IncludeWrite allows those that Datadog requests. {Repair}");
    }

    private DatadogAwsRoleFinding Layout()
    {
        string[] differing =
        [
            .. blueprint.Managed.Where(part => found.Own.FirstOrDefault(own => own.Policy.PolicyName == part.Name) is not { IsAttached: true, Document: { } now } || !PolicyEquality.Same(now, part.Document)).Select(part => part.Name),
            .. blueprint.Inline is { } inline && (found.Inline.FirstOrDefault(one => one.Name == inline.Name)?.Document is not { } document || !PolicyEquality.Same(document, inline.Document)) ? [inline.Name] : Array.Empty<string>(),
            .. found.Own.Where(own => !blueprint.Managed.Any(part => part.Name == own.Policy.PolicyName)).Select(own => own.Policy.PolicyName),
        ];
        int policies = blueprint.Managed.Count + (blueprint.Inline is null ? 0 : 1);
        return differing.Length == 0
            ? Pass(RoleRules.PolicyLayout, string.Create(CultureInfo.InvariantCulture, $"{policies} {(policies == 1 ? "policy" : "policies")}"))
            : Warn(RoleRules.PolicyLayout, "the policies that New-DatadogAwsRole creates", $"differing: {List(differing)}", Repair);
    }

    private DatadogAwsRoleFinding Versions()
    {
        string[] unread = [.. found.Own.Where(own => own.Document is null).Select(own => own.Policy.PolicyName), .. found.Inline.Where(one => one.Document is null).Select(one => one.Name)];
        return unread.Length == 0
            ? Pass(RoleRules.PolicyVersion, found.Own.Count == 0 ? "no managed policy" : List([.. found.Own.Select(own => own.Policy.DefaultVersionId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            : Fail(RoleRules.PolicyVersion, "a default version that can be read", List(unread), Repair);
    }

    private DatadogAwsRoleFinding Foreign()
    {
        string[] foreign = [.. found.ForeignAttached.Select(one => one.PolicyArn), .. found.ForeignInline.Select(one => $"inline {one.Name}")];
        return foreign.Length == 0
            ? Pass(RoleRules.PolicyForeign, "none")
            : Warn(RoleRules.PolicyForeign, "none", List(foreign), "DatadogOps did not create these policies. Detach them if Datadog does not need them.");
    }

    private DatadogAwsRoleFinding Audit()
    {
        bool has = found.Attached.Any(one => RoleSnapshot.IsSecurityAudit(one.PolicyArn));
        return has == _specification.SecurityAudit ? Pass(RoleRules.SecurityAudit, has ? "attached" : "not attached")
            : has ? Warn(RoleRules.SecurityAudit, "not attached", "attached", $"Specify -SecurityAudit if you use Cloud Security, or remove the policy: {Repair}")
            : Fail(RoleRules.SecurityAudit, "attached", "not attached", Repair);
    }

    private DatadogAwsRoleFinding Compare(string rule, string expected, string actual, string recommendation) =>
        expected == actual ? Pass(rule, actual) : Fail(rule, expected, actual, recommendation);

    private DatadogAwsRoleFinding Pass(string rule, string actual) => Make(rule, Finding.Passed, actual, actual, null);

    private DatadogAwsRoleFinding Warn(string rule, string expected, string actual, string recommendation) => Make(rule, Finding.Warning, expected, actual, recommendation);

    private DatadogAwsRoleFinding Fail(string rule, string expected, string actual, string recommendation) => Make(rule, Finding.Failed, expected, actual, recommendation);

    private DatadogAwsRoleFinding Make(string rule, string status, string expected, string actual, string? recommendation) =>
        DatadogAwsRoleFinding.Of(session, _specification, rule, status, expected, actual, recommendation);
}
