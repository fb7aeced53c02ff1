using DatadogOps.Common;

namespace DatadogOps.Aws.Specification;

/// <summary>How much of an account Datadog may read. Each set includes the one before.</summary>
public static class DatadogAwsPermissionSet
{
    /// <summary>What the AWS integration needs for metrics, tags, events and log forwarding.</summary>
    public const string Standard = "Standard";

    /// <summary>Also what the resource catalog and Cloud Security read.</summary>
    public const string ResourceCollection = "ResourceCollection";

    /// <summary>All actions that Datadog lists for any of its features.</summary>
    public const string Full = "Full";

    /// <summary>The name of a set in its own case.</summary>
    public static string Canonical(string set) => Word.Canonical(set, Standard, ResourceCollection, Full);
}
