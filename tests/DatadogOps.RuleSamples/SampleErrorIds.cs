namespace DatadogOps.Samples;

/// <summary>Error ids of the samples.</summary>
public static class SampleErrorIds
{
    public const string Refused = "SampleRefused";

    public const string Slow = "SampleSlow";
}
