namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>Stable ids of errors in receiving reports.</summary>
public static class ConfigRunReceiverErrorIds
{
    /// <summary>The port cannot be listened on.</summary>
    public const string ReceiverPortUnusable = "ConfigRunReceiverPortUnusable";

    /// <summary>No token was given.</summary>
    public const string ReceiverTokenMissing = "ConfigRunReceiverTokenMissing";

    /// <summary>The token is too short, or holds what a header cannot.</summary>
    public const string ReceiverTokenInvalid = "ConfigRunReceiverTokenInvalid";
}
