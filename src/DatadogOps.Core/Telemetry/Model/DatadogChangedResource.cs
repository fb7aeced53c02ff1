namespace DatadogOps.Telemetry.Model;

/// <summary>What a change was made to.</summary>
public enum DatadogChangedResource
{
    /// <summary>A configuration.</summary>
    Configuration,

    /// <summary>A feature flag.</summary>
    FeatureFlag,
}
