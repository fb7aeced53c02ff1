namespace DatadogOps.Telemetry.Model;

/// <summary>What kind of author made a change.</summary>
public static class DatadogChangeAuthor
{
    /// <summary>A person.</summary>
    public const string User = "User";

    /// <summary>A system.</summary>
    public const string System = "System";

    /// <summary>A program that calls an API.</summary>
    public const string Api = "Api";

    /// <summary>Automation, such as a deployment pipeline.</summary>
    public const string Automation = "Automation";
}
