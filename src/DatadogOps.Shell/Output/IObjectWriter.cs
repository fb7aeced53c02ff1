namespace DatadogOps.Shell.Output;

/// <summary>Writes a run's objects in one format, as they come.</summary>
public interface IObjectWriter
{
    /// <summary>Writes one object.</summary>
    void Write(object? value);

    /// <summary>Writes what was held back; nothing follows.</summary>
    void Complete();
}
