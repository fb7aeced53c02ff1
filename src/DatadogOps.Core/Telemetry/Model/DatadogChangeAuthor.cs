namespace DatadogOps.Telemetry.Model;

/// <summary>What made a change.</summary>
public enum DatadogChangeAuthor
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A system.</summary>
    System,

    /// <summary>A program that calls an API.</summary>
    Api,

    /// <summary>Automation, such as a pipeline of deployment.</summary>
    Automation,
}
