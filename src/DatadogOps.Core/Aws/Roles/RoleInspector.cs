using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Policies;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Aws.Roles;

/// <summary>Compares what an account holds of a role with what a specification says: one finding for each rule.</summary>
internal sealed class RoleInspector(RoleBlueprint blueprint, AwsSession session, RoleSnapshot found)
{
    // More names than that help nobody in a table; the number is told.
    private const int ShownNames = 20;

    private const string Mend = "Run Repair-DatadogAwsRole.";

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
            Compare(RoleRules.RoleName, _specification.RoleName, role.RoleName, "Enter the name at Datadog exactly as AWS writes it: Datadog minds its case."),
            Compare(RoleRules.RolePath, _specification.RolePath, role.Path, "A path cannot be changed: remove the role and create it anew, or give its path with -RolePath."),
            Owner(),
            Tags(role),
            Principal(trust),
            ExternalId(trust),
            trust.Obstacles.Count == 0
                ? Pass(RoleRules.TrustCondition, "none")
                : Fail(RoleRules.TrustCondition, "no condition but the external id", List(trust.Obstacles), $"Datadog cannot meet it: it has no MFA device and no fixed address. {Mend}"),
            Others(trust),
            .. Permissions(),
            Layout(),
            Versions(),
            Foreign(),
            Audit(),
            Compare(RoleRules.PermissionsBoundary, _specification.PermissionsBoundary ?? "none", role.PermissionsBoundaryArn is { Length: > 0 } boundary ? boundary : "none", Mend),
            Compare(RoleRules.SessionDuration, Seconds(_specification.MaxSessionDurationSec), Seconds(role.MaxSessionDuration), Mend),
        ];
    }

    private static string Seconds(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds} s");

    private static string List(IReadOnlyList<string> names) => names.Count <= ShownNames
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(ShownNames))} and {names.Count - ShownNames} more");

    private static string Count(int count) => count == 0 ? "none" : count.ToString(CultureInfo.InvariantCulture);

    private DatadogAwsRoleFinding Owner() => found.IsOwned
        ? Pass(RoleRules.Owner, $"{RoleSpecification.OwnerTag}={RoleSpecification.OwnerTagValue}")
        : Warn(RoleRules.Owner, $"{RoleSpecification.OwnerTag}={RoleSpecification.OwnerTagValue}", "not there", "The role was made by something else. New-DatadogAwsRole -Force takes it over; Terraform or CloudFormation should then no longer know it.");

    private DatadogAwsRoleFinding Tags(Role role)
    {
        string[] missing = [.. _specification.Tags.Where(tag => !role.Tags.Contains(new Tag(tag.Key, tag.Value))).Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];
        return missing.Length == 0 ? Pass(RoleRules.Tag, $"{role.Tags.Count} tags") : Fail(RoleRules.Tag, List(missing), "not there", Mend);
    }

    private DatadogAwsRoleFinding Principal(TrustView trust)
    {
        string expected = DatadogPrincipal.AccountFor(_specification.Site, _specification.Partition);
        return trust.DatadogAccounts.Contains(expected) ? Pass(RoleRules.TrustPrincipal, expected)
            : trust.DatadogAccounts is [{ } other, ..] ? Fail(
                RoleRules.TrustPrincipal,
                $"{expected} ({_specification.Site})",
                $"{other} ({string.Join(", ", DatadogPrincipal.SitesOf(other))})",
                $"The role trusts another site of Datadog. Give the right -Site, or mend the role: {Mend}")
            : Fail(RoleRules.TrustPrincipal, $"{expected} ({_specification.Site})", found.Trust is null ? "a policy that cannot be read" : "none of Datadog's accounts", Mend);
    }

    private DatadogAwsRoleFinding ExternalId(TrustView trust)
    {
        string expected = _specification.ExternalId ?? "an id of Datadog's: 32 hexadecimal digits";
        if (trust.ExternalIds.Count == 0)
        {
            return Fail(RoleRules.TrustExternalId, expected, "none", $"Without one, other customers of Datadog could point it at this account. {Mend}");
        }

        bool isGood = _specification.ExternalId is { } id ? trust.ExternalIds.Contains(id) : trust.ExternalIds.All(AwsNames.IsExternalId);
        return isGood && trust.ExternalIds.Count > 1 ? Warn(RoleRules.TrustExternalId, expected, List(trust.ExternalIds), "A rotation was cut short: run Reset-DatadogAwsExternalId again, or repair the role with the id that Datadog has.")
            : isGood ? Make(RoleRules.TrustExternalId, Finding.Passed, expected, List(trust.ExternalIds), null)
            : Fail(RoleRules.TrustExternalId, expected, List(trust.ExternalIds), "The id at Datadog and the one of the role must be the same. Give Datadog's with -ExternalId to Repair-DatadogAwsRole.");
    }

    private DatadogAwsRoleFinding Others(TrustView trust) =>
        trust.Others.Count == 0 ? Pass(RoleRules.TrustOther, "none")
        : trust.Others.Contains("*") ? Fail(RoleRules.TrustOther, "nobody else", List(trust.Others), $"Everybody at AWS may try to assume the role. {Mend}")
        : Warn(RoleRules.TrustOther, "nobody else", List(trust.Others), $"Check that these should be able to assume the role; else: {Mend}");

    private IEnumerable<DatadogAwsRoleFinding> Permissions()
    {
        PermissionView view = PermissionView.Of(blueprint, found);
        string all = string.Create(CultureInfo.InvariantCulture, $"{blueprint.Actions.Count} actions of {blueprint.PermissionVersion}");
        yield return view.Missing.Count == 0 ? Pass(RoleRules.ActionMissing, all) : Fail(RoleRules.ActionMissing, all, $"{Count(view.Missing.Count)} missing: {List(view.Missing)}", Mend);
        yield return view.Extra.Count == 0 ? Pass(RoleRules.ActionExtra, "none") : Warn(RoleRules.ActionExtra, "none", $"{Count(view.Extra.Count)}: {List(view.Extra)}", $"Choose the -PermissionSet that holds them, or take them away: {Mend}");
        yield return view.Wildcards.Count == 0 ? Pass(RoleRules.ActionWildcard, "none") : Fail(RoleRules.ActionWildcard, "none", List(view.Wildcards), $"Datadog could do all there is in these services. {Mend}");
        yield return view.Writes.Count == 0 ? Pass(RoleRules.ActionWrite, "none") : Fail(RoleRules.ActionWrite, "none", List(view.Writes), $"They change something; -IncludeWrite allows those that Datadog asks for. {Mend}");
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
            : Warn(RoleRules.PolicyLayout, "policies as New-DatadogAwsRole writes them", $"differing: {List(differing)}", Mend);
    }

    private DatadogAwsRoleFinding Versions()
    {
        string[] unread = [.. found.Own.Where(own => own.Document is null).Select(own => own.Policy.PolicyName), .. found.Inline.Where(one => one.Document is null).Select(one => one.Name)];
        return unread.Length == 0
            ? Pass(RoleRules.PolicyVersion, found.Own.Count == 0 ? "no managed policy" : List([.. found.Own.Select(own => own.Policy.DefaultVersionId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            : Fail(RoleRules.PolicyVersion, "a default version that can be read", List(unread), Mend);
    }

    private DatadogAwsRoleFinding Foreign()
    {
        string[] foreign = [.. found.ForeignAttached.Select(one => one.PolicyArn), .. found.ForeignInline.Select(one => $"inline {one.Name}")];
        return foreign.Length == 0
            ? Pass(RoleRules.PolicyForeign, "none")
            : Warn(RoleRules.PolicyForeign, "none", List(foreign), "Somebody else's policies hang on the role. Detach them if Datadog does not need what they allow.");
    }

    private DatadogAwsRoleFinding Audit()
    {
        bool has = found.Attached.Any(one => RoleSnapshot.IsSecurityAudit(one.PolicyArn));
        return has == _specification.SecurityAudit ? Pass(RoleRules.SecurityAudit, has ? "attached" : "not attached")
            : has ? Warn(RoleRules.SecurityAudit, "not attached", "attached", $"Give -SecurityAudit if Cloud Security is used, or take it away: {Mend}")
            : Fail(RoleRules.SecurityAudit, "attached", "not attached", Mend);
    }

    private DatadogAwsRoleFinding Compare(string rule, string expected, string actual, string recommendation) =>
        expected == actual ? Pass(rule, actual) : Fail(rule, expected, actual, recommendation);

    private DatadogAwsRoleFinding Pass(string rule, string actual) => Make(rule, Finding.Passed, actual, actual, null);

    private DatadogAwsRoleFinding Warn(string rule, string expected, string actual, string recommendation) => Make(rule, Finding.Warning, expected, actual, recommendation);

    private DatadogAwsRoleFinding Fail(string rule, string expected, string actual, string recommendation) => Make(rule, Finding.Failed, expected, actual, recommendation);

    private DatadogAwsRoleFinding Make(string rule, string status, string expected, string actual, string? recommendation) =>
        DatadogAwsRoleFinding.Of(session, _specification, rule, status, expected, actual, recommendation);
}
