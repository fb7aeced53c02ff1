namespace DatadogOps.ConfigRuns;

/// <summary>Stable ids of errors in reading reports of configuration runs.</summary>
public static class ConfigRunErrorIds
{
    /// <summary>There is no such file.</summary>
    public const string FileNotFound = "ConfigRunFileNotFound";

    /// <summary>Permission to read the file was denied.</summary>
    public const string FileDenied = "ConfigRunFileDenied";

    /// <summary>Reading the file failed.</summary>
    public const string FileUnreadable = "ConfigRunFileUnreadable";

    /// <summary>The file is empty.</summary>
    public const string ReportEmpty = "ConfigRunReportEmpty";

    /// <summary>From some position on, it is neither JSON nor YAML.</summary>
    public const string ReportUnreadable = "ConfigRunReportUnreadable";

    /// <summary>It exceeds a size limit.</summary>
    public const string ReportTooLarge = "ConfigRunReportTooLarge";

    /// <summary>It is well-formed, but not a report of a supported tool.</summary>
    public const string ReportUnknown = "ConfigRunReportUnknown";

    /// <summary>It lacks what its tool always writes, like a file that was cut off.</summary>
    public const string ReportIncomplete = "ConfigRunReportIncomplete";

    /// <summary>A pipeline object cannot be a report.</summary>
    public const string InputUnknown = "ConfigRunInputUnknown";

    /// <summary>A -RedactPattern is not a regular expression, or cannot be matched in linear time.</summary>
    public const string RedactPatternInvalid = "ConfigRunRedactPatternInvalid";
}
