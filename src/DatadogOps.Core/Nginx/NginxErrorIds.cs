namespace DatadogOps.Nginx;

/// <summary>Stable ids of errors about nginx's configuration and logs.</summary>
public static class NginxErrorIds
{
    /// <summary>nginx would reject the file: a brace, quote or semicolon is missing or superfluous.</summary>
    public const string SyntaxInvalid = "NginxSyntaxInvalid";

    /// <summary>The file is too large, or its blocks or includes are nested too deeply.</summary>
    public const string TooLarge = "NginxTooLarge";

    /// <summary>The file, or one that it includes, does not exist.</summary>
    public const string FileNotFound = "NginxFileNotFound";

    /// <summary>The file, or one that it includes, cannot be read.</summary>
    public const string FileUnreadable = "NginxFileUnreadable";

    /// <summary>A file includes itself, directly or through others.</summary>
    public const string IncludeCycle = "NginxIncludeCycle";

    /// <summary>There is no http block, and no fragment that belongs into one.</summary>
    public const string NoHttpBlock = "NginxNoHttpBlock";

    /// <summary>The settings of the filter are contradictory or cannot be expressed in nginx's language.</summary>
    public const string FilterInvalid = "NginxFilterInvalid";

    /// <summary>An access_log is included in both http and stream, which do not share variables.</summary>
    public const string SharedWithStream = "NginxSharedWithStream";

    /// <summary>Only the nginx binary tells the path of its built-in default log.</summary>
    public const string DefaultLogUnknown = "NginxDefaultLogUnknown";

    /// <summary>A file changed during the operation.</summary>
    public const string FileChanged = "NginxFileChanged";

    /// <summary>A file or its backup cannot be written.</summary>
    public const string WriteFailed = "NginxWriteFailed";

    /// <summary>The nginx binary was not found or cannot be run.</summary>
    public const string BinaryMissing = "NginxBinaryMissing";

    /// <summary>nginx rejects the configuration.</summary>
    public const string TestFailed = "NginxTestFailed";

    /// <summary>nginx could not be told to reload.</summary>
    public const string ReloadFailed = "NginxReloadFailed";

    /// <summary>The probe is inconclusive: no response, or no log contains the control request.</summary>
    public const string ProbeInconclusive = "NginxProbeInconclusive";

    /// <summary>The log format has no user agent, or none that can be extracted.</summary>
    public const string LogFormatInvalid = "NginxLogFormatInvalid";

    /// <summary>The log cannot be read to its end.</summary>
    public const string LogUnreadable = "NginxLogUnreadable";
}
