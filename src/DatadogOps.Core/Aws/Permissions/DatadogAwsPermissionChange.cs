using DatadogOps.Aws.Specification;

namespace DatadogOps.Aws.Permissions;

/// <summary>What a newer list of permissions says otherwise than the one before.</summary>
public sealed record DatadogAwsPermissionChange
{
    /// <summary><c>Added</c>, <c>Removed</c> or <c>Moved</c> to another set.</summary>
    public required string Change { get; init; }

    /// <summary>The action.</summary>
    public required string Action { get; init; }

    /// <summary>The smallest set that holds it now, or held it.</summary>
    public required DatadogAwsPermissionSet Set { get; init; }

    /// <summary>What it does: <c>List</c>, <c>Read</c> or <c>Write</c>.</summary>
    public required string AccessLevel { get; init; }

    /// <summary>What differs from one list to another, by action.</summary>
    public static IReadOnlyList<DatadogAwsPermissionChange> Between(PermissionCatalog before, PermissionCatalog after)
    {
        Dictionary<string, DatadogAwsAction> old = before.Permissions.ToDictionary(one => one.Action, StringComparer.Ordinal);
        List<DatadogAwsPermissionChange> changes = [];
        foreach (DatadogAwsAction one in after.Permissions)
        {
            if (!old.Remove(one.Action, out DatadogAwsAction? was))
            {
                changes.Add(Make("Added", one));
            }
            else if (was.Lists != one.Lists)
            {
                changes.Add(Make("Moved", one));
            }
        }

        changes.AddRange(old.Values.Select(one => Make("Removed", one)));
        changes.Sort(static (one, other) => string.CompareOrdinal(one.Action, other.Action));
        return changes;
    }

    private static DatadogAwsPermissionChange Make(string change, DatadogAwsAction action) =>
        new() { Change = change, Action = action.Action, Set = action.Set, AccessLevel = action.AccessLevel };
}
