using DatadogOps.Aws.Permissions;
using DatadogOps.Aws.Policies;

namespace DatadogOps.Aws.Roles;

/// <summary>What a role's policies allow, beside what they should.</summary>
/// <param name="Missing">Actions that should be allowed and are not.</param>
/// <param name="Extra">Actions that are allowed beyond those.</param>
/// <param name="Wildcards">Of these, the ones that allow a whole service or all.</param>
/// <param name="Writes">Of these, the ones that change something.</param>
/// <param name="Allowed">How many actions are written as allowed.</param>
internal sealed record PermissionView(IReadOnlyList<string> Missing, IReadOnlyList<string> Extra, IReadOnlyList<string> Wildcards, IReadOnlyList<string> Writes, int Allowed)
{
    public static PermissionView Of(RoleBlueprint blueprint, RoleSnapshot found)
    {
        string[] expected = [.. blueprint.Actions.Select(action => action.Action)];
        string[] allowed = [.. found.Documents.SelectMany(AllowedBy).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] denied = [.. found.Documents.SelectMany(document => document.Statements).Where(statement => !statement.IsAllow).SelectMany(statement => statement.Actions)];

        // Most actions are there as they are written; only for the rest do patterns have to be tried.
        var written = new HashSet<string>(allowed, StringComparer.OrdinalIgnoreCase);
        string[] patterns = [.. allowed.Where(HasWildcard)];
        var wanted = new HashSet<string>(expected, StringComparer.OrdinalIgnoreCase);
        string[] wantedPatterns = [.. expected.Where(HasWildcard)];
        string[] extra = [.. allowed.Where(action => !wanted.Contains(action) && !wantedPatterns.Any(pattern => ActionPattern.Covers(pattern, action)))];
        return new PermissionView(
            [.. expected.Where(action => (!written.Contains(action) && !patterns.Any(pattern => ActionPattern.Covers(pattern, action))) || denied.Any(pattern => ActionPattern.Covers(pattern, action)))],
            extra,
            [.. extra.Where(IsWholeService)],
            [.. extra.Where(ActionPattern.IsWrite)],
            allowed.Length);
    }

    // What a statement with NotAction allows is everything else.
    private static IEnumerable<string> AllowedBy(PolicyDocument document) =>
        document.AllowedActions.Concat(document.Statements.Any(statement => statement.IsAllow && statement.Negations.Any(negation => negation.Name == "NotAction")) ? ["*"] : []);

    private static bool HasWildcard(string action) => action.AsSpan().ContainsAny('*', '?');

    private static bool IsWholeService(string action) => action == "*" || action.EndsWith(":*", StringComparison.Ordinal);
}
