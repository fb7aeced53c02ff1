namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// How fine the tags are that the Agent adds because of who sends (protocol 1.6; an Agent that does not know it takes its own
/// setting, <c>dogstatsd_tag_cardinality</c>).
/// </summary>
public enum TagCardinality
{
    /// <summary>As the Agent is set.</summary>
    Unset,

    /// <summary>No tags.</summary>
    None,

    /// <summary>Tags of the host, the image and the service.</summary>
    Low,

    /// <summary>Tags of the pod or task too.</summary>
    Orchestrator,

    /// <summary>Tags of the container too.</summary>
    High,
}
