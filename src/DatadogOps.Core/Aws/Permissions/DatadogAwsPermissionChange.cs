namespace DatadogOps.Aws.Permissions;

/// <summary>A difference between two versions of the list of permissions.</summary>
public sealed record DatadogAwsPermissionChange
{
    /// <summary><c>Added</c>, <c>Removed</c> or <c>Moved</c> to another set.</summary>
    public required string Change { get; init; }

    /// <summary>The action.</summary>
    public required string Action { get; init; }

    /// <summary>The smallest set that contains it, or contained it before: <c>Standard</c>, <c>ResourceCollection</c> or <c>Full</c>.</summary>
    public required string Set { get; init; }

    /// <summary>What it does: <c>List</c>, <c>Read</c> or <c>Write</c>.</summary>
    public required string AccessLevel { get; init; }

    /// <summary>The differences between two lists, ordered by action.</summary>
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
