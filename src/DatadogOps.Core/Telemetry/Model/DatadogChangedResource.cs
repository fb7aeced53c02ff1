namespace DatadogOps.Telemetry.Model;

/// <summary>What kind of resource was changed.</summary>
public static class DatadogChangedResource
{
    /// <summary>A configuration.</summary>
    public const string Configuration = "Configuration";

    /// <summary>A feature flag.</summary>
    public const string FeatureFlag = "FeatureFlag";
}
