namespace DatadogOps.Shell.Execution;

/// <summary>ddops itself cannot do what was asked; no cmdlet is to blame.</summary>
public sealed class EngineException(string message) : Exception(message);
