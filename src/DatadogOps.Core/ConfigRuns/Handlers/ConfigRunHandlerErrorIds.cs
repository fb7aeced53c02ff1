namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Stable ids of errors in making and checking what ties a tool to Datadog.</summary>
public static class ConfigRunHandlerErrorIds
{
    /// <summary>A file is there already.</summary>
    public const string HandlerFileExists = "ConfigRunHandlerFileExists";

    /// <summary>A file cannot be written.</summary>
    public const string HandlerNotWritten = "ConfigRunHandlerNotWritten";

    /// <summary>A path holds what the files cannot say.</summary>
    public const string HandlerPathInvalid = "ConfigRunHandlerPathInvalid";
}
