namespace DatadogOps.Nginx;

/// <summary>Stable ids of the errors that work over nginx's configuration and logs reports.</summary>
public static class NginxErrorIds
{
    /// <summary>nginx would refuse the file: a brace, quote or semicolon is missing or too many.</summary>
    public const string SyntaxInvalid = "NginxSyntaxInvalid";

    /// <summary>The file is larger, or its blocks or includes are nested deeper, than any real configuration.</summary>
    public const string TooLarge = "NginxTooLarge";

    /// <summary>The file, or one that it includes, does not exist.</summary>
    public const string FileNotFound = "NginxFileNotFound";

    /// <summary>The file, or one that it includes, may not be read.</summary>
    public const string FileUnreadable = "NginxFileUnreadable";

    /// <summary>A file includes itself, by itself or through others.</summary>
    public const string IncludeCycle = "NginxIncludeCycle";

    /// <summary>There is no place for the filter: no http block and nothing that belongs into one.</summary>
    public const string NoHttpBlock = "NginxNoHttpBlock";

    /// <summary>The settings of the filter contradict each other, or cannot be written in nginx's language.</summary>
    public const string FilterInvalid = "NginxFilterInvalid";

    /// <summary>A log is used in http and in stream blocks at once, where no variable means the same.</summary>
    public const string SharedWithStream = "NginxSharedWithStream";

    /// <summary>The path of the log that is written where none is named is not known without the program.</summary>
    public const string DefaultLogUnknown = "NginxDefaultLogUnknown";

    /// <summary>A file changed while it was worked on.</summary>
    public const string FileChanged = "NginxFileChanged";

    /// <summary>A file or its backup cannot be written.</summary>
    public const string WriteFailed = "NginxWriteFailed";

    /// <summary>The nginx program was not found or cannot be run.</summary>
    public const string BinaryMissing = "NginxBinaryMissing";

    /// <summary>nginx refuses the configuration.</summary>
    public const string TestFailed = "NginxTestFailed";

    /// <summary>nginx could not be told to read its configuration anew.</summary>
    public const string ReloadFailed = "NginxReloadFailed";

    /// <summary>The proof by requests proves nothing: no answer, or no line of the visitor in any log.</summary>
    public const string ProbeInconclusive = "NginxProbeInconclusive";

    /// <summary>The log's format names no user agent, or its lines cannot be told apart by it.</summary>
    public const string LogFormatInvalid = "NginxLogFormatInvalid";

    /// <summary>The log cannot be read to its end.</summary>
    public const string LogUnreadable = "NginxLogUnreadable";
}
