namespace DatadogOps.Datadog.Definitions;

/// <summary>Stable ids of errors in definitions of monitors and dashboards, and in publishing them.</summary>
public static class MonitorErrorIds
{
    /// <summary>A text is not JSON, or not a definition.</summary>
    public const string DefinitionUnreadable = nameof(DefinitionUnreadable);

    /// <summary>A definition violates a rule of Datadog.</summary>
    public const string DefinitionInvalid = nameof(DefinitionInvalid);

    /// <summary>An object of the pipeline is not a definition.</summary>
    public const string DefinitionInputUnknown = nameof(DefinitionInputUnknown);

    /// <summary>A slug contains invalid characters.</summary>
    public const string DefinitionSlugInvalid = nameof(DefinitionSlugInvalid);

    /// <summary>Several monitors or dashboards have the same slug.</summary>
    public const string DefinitionAmbiguous = nameof(DefinitionAmbiguous);

    /// <summary>The existing monitor has another type, which cannot be changed.</summary>
    public const string MonitorTypeFixed = nameof(MonitorTypeFixed);

    /// <summary>A dashboard is a summary without widgets.</summary>
    public const string DashboardIncomplete = nameof(DashboardIncomplete);

    /// <summary>An id is not one of a monitor or dashboard.</summary>
    public const string DefinitionIdInvalid = nameof(DefinitionIdInvalid);

    /// <summary>A file could not be written.</summary>
    public const string DefinitionNotWritten = nameof(DefinitionNotWritten);
}
