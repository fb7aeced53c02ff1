namespace DatadogOps.Intake.Json;

/// <summary>A body that is not what the endpoint takes; the message names the place.</summary>
internal sealed class PayloadException(string message) : Exception(message)
{
    /// <summary>How the message begins when the body does not follow the schema.</summary>
    public const string Prefix = "Payload is not in the expected format: ";

    /// <summary>A body that is no JSON, or nested too deep.</summary>
    public static PayloadException NotJson(Exception failure) => new($"{Prefix}it is not JSON ({failure.Message})");
}
