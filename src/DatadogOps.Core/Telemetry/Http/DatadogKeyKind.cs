namespace DatadogOps.Telemetry.Http;

/// <summary>Which of Datadog's two kinds of keys.</summary>
public enum DatadogKeyKind
{
    /// <summary>Belongs to an organisation; all that is sent needs one (<c>DD_API_KEY</c>).</summary>
    Api,

    /// <summary>Belongs to a person or service account; reading back, monitors, dashboards and integrations need one besides (<c>DD_APP_KEY</c>).</summary>
    Application,
}
