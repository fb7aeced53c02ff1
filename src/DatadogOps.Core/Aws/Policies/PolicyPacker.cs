using DatadogOps.Aws.Permissions;

namespace DatadogOps.Aws.Policies;

/// <summary>
/// Lays actions out in managed policies. A service has its place by its name alone: five stretches of the alphabet, cut where the
/// list of 2026-07-30 fills four fifths of each. So an action more goes to its neighbours and moves nothing. What a full stretch
/// cannot hold, from its end, goes to further policies, which are filled one after the other.
/// </summary>
internal static class PolicyPacker
{
    // The first service of each stretch but the first. To change one moves its services between the policies of every role.
    private static readonly string[] s_cuts = ["cloudfront", "imagebuilder", "memorydb", "s3"];

    /// <summary>The parts, in order of their numbers; a part without actions is left out.</summary>
    /// <param name="actions">Actions in ordinal order, each once.</param>
    /// <param name="sizeOf">Characters that an action takes in a document.</param>
    /// <param name="room">Characters that a document has for actions.</param>
    public static IReadOnlyList<(int Number, IReadOnlyList<DatadogAwsAction> Actions)> Pack(
        IReadOnlyList<DatadogAwsAction> actions, Func<DatadogAwsAction, int> sizeOf, int room)
    {
        var parts = new SortedDictionary<int, (List<DatadogAwsAction> Actions, int Size)>();
        var over = new List<DatadogAwsAction>();
        foreach (DatadogAwsAction action in actions)
        {
            if (!TryAdd(parts, StretchOf(action.Service) + 1, action, sizeOf(action), room))
            {
                over.Add(action);
            }
        }

        int next = s_cuts.Length + 2;
        foreach (DatadogAwsAction action in over)
        {
            if (!TryAdd(parts, next, action, sizeOf(action), room))
            {
                TryAdd(parts, ++next, action, sizeOf(action), room);
            }
        }

        return [.. parts.Select(part => (part.Key, (IReadOnlyList<DatadogAwsAction>)part.Value.Actions))];
    }

    private static int StretchOf(string service)
    {
        int stretch = 0;
        while (stretch < s_cuts.Length && string.CompareOrdinal(service, s_cuts[stretch]) >= 0)
        {
            stretch++;
        }

        return stretch;
    }

    private static bool TryAdd(SortedDictionary<int, (List<DatadogAwsAction> Actions, int Size)> parts, int number, DatadogAwsAction action, int size, int room)
    {
        (List<DatadogAwsAction> list, int used) = parts.TryGetValue(number, out (List<DatadogAwsAction> Actions, int Size) part) ? part : ([], 0);
        if (used + size > room)
        {
            return false;
        }

        list.Add(action);
        parts[number] = (list, used + size);
        return true;
    }
}
