namespace DatadogOps.Aws.Specification;

/// <summary>How much of an account Datadog may look at. Each set contains what the one before is for.</summary>
public enum DatadogAwsPermissionSet
{
    /// <summary>What the AWS integration needs for metrics, tags, events and log forwarding.</summary>
    Standard,

    /// <summary>And what the resource catalog and cloud security read.</summary>
    ResourceCollection,

    /// <summary>All that Datadog's list names for any of its features.</summary>
    Full,
}
