namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>Stable ids of errors in receiving reports.</summary>
public static class ConfigRunReceiverErrorIds
{
    /// <summary>The port cannot be used.</summary>
    public const string ReceiverPortUnusable = "ConfigRunReceiverPortUnusable";

    /// <summary>No token was specified.</summary>
    public const string ReceiverTokenMissing = "ConfigRunReceiverTokenMissing";

    /// <summary>The token is too short, or contains characters that a header cannot.</summary>
    public const string ReceiverTokenInvalid = "ConfigRunReceiverTokenInvalid";
}
