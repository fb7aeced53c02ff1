namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Stable ids of errors in creating and checking the integration of a tool.</summary>
public static class ConfigRunHandlerErrorIds
{
    /// <summary>A file exists already.</summary>
    public const string HandlerFileExists = "ConfigRunHandlerFileExists";

    /// <summary>A file cannot be written.</summary>
    public const string HandlerNotWritten = "ConfigRunHandlerNotWritten";

    /// <summary>A path contains characters that the files cannot express.</summary>
    public const string HandlerPathInvalid = "ConfigRunHandlerPathInvalid";
}
