namespace DatadogOps.ConfigRuns;

/// <summary>Stable ids of the errors that reading reports of configuration runs gives.</summary>
public static class ConfigRunErrorIds
{
    /// <summary>There is no such file.</summary>
    public const string FileNotFound = "ConfigRunFileNotFound";

    /// <summary>The file may not be read.</summary>
    public const string FileDenied = "ConfigRunFileDenied";

    /// <summary>Reading the file failed on the way.</summary>
    public const string FileUnreadable = "ConfigRunFileUnreadable";

    /// <summary>There is nothing in it.</summary>
    public const string ReportEmpty = "ConfigRunReportEmpty";

    /// <summary>It is no JSON and no YAML from some place on.</summary>
    public const string ReportUnreadable = "ConfigRunReportUnreadable";

    /// <summary>It is longer than is read.</summary>
    public const string ReportTooLarge = "ConfigRunReportTooLarge";

    /// <summary>It is well-formed and no tool's report.</summary>
    public const string ReportUnknown = "ConfigRunReportUnknown";

    /// <summary>It lacks what its tool always writes, as a file that was cut off does.</summary>
    public const string ReportIncomplete = "ConfigRunReportIncomplete";

    /// <summary>An object of the pipeline cannot be a report.</summary>
    public const string InputUnknown = "ConfigRunInputUnknown";

    /// <summary>A -RedactPattern is no regular expression, or one that cannot be matched in linear time.</summary>
    public const string RedactPatternInvalid = "ConfigRunRedactPatternInvalid";
}
