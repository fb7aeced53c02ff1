using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>Tags that the environment gives to all that leaves by DogStatsD, as in Datadog's own clients.</summary>
public static class DogStatsDTags
{
    private static readonly char[] Separators = [',', ' '];

    private static readonly (string Variable, string Tag)[] Unified =
    [
        ("DD_ENTITY_ID", "dd.internal.entity_id"), // the pod, for the Agent's origin detection
        ("DD_ENV", "env"),
        ("DD_SERVICE", "service"),
        ("DD_VERSION", "version"),
    ];

    /// <summary>
    /// <c>DD_TAGS</c> (separated by commas or spaces) and <c>DD_ENTITY_ID</c>, <c>DD_ENV</c>, <c>DD_SERVICE</c> and
    /// <c>DD_VERSION</c>; where <c>DD_TAGS</c> names the same tag, the variable of its own wins.
    /// </summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    public static TagSet FromEnvironment(Func<string, string?> environment)
    {
        List<string> tags = [.. (environment("DD_TAGS") ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        foreach ((string variable, string tag) in Unified)
        {
            if (environment(variable) is { Length: > 0 } value)
            {
                tags.RemoveAll(other => other.StartsWith(tag + ":", StringComparison.Ordinal));
                tags.Add(tag + ":" + value);
            }
        }

        return tags.Count == 0 ? TagSet.Empty : new TagSet([.. tags]);
    }
}
