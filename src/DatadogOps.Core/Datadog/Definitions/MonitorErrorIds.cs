namespace DatadogOps.Datadog.Definitions;

/// <summary>Stable ids of what can be wrong with definitions of monitors and dashboards, and in publishing them.</summary>
public static class MonitorErrorIds
{
    /// <summary>A text that should be a definition is no JSON, or not of that form.</summary>
    public const string DefinitionUnreadable = nameof(DefinitionUnreadable);

    /// <summary>A definition breaks a rule of Datadog's.</summary>
    public const string DefinitionInvalid = nameof(DefinitionInvalid);

    /// <summary>An object of the pipeline is no definition.</summary>
    public const string DefinitionInputUnknown = nameof(DefinitionInputUnknown);

    /// <summary>A slug holds characters that it cannot have.</summary>
    public const string DefinitionSlugInvalid = nameof(DefinitionSlugInvalid);

    /// <summary>Several monitors or dashboards carry the same marker.</summary>
    public const string DefinitionAmbiguous = nameof(DefinitionAmbiguous);

    /// <summary>What is there is of a type that cannot become the one that is defined.</summary>
    public const string MonitorTypeFixed = nameof(MonitorTypeFixed);

    /// <summary>Only a summary of a dashboard is at hand, without its widgets.</summary>
    public const string DashboardIncomplete = nameof(DashboardIncomplete);

    /// <summary>An id cannot be one of a monitor or dashboard.</summary>
    public const string DefinitionIdInvalid = nameof(DefinitionIdInvalid);

    /// <summary>A file could not be written.</summary>
    public const string DefinitionNotWritten = nameof(DefinitionNotWritten);
}
