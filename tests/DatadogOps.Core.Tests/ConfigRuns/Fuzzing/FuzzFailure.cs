namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>An input that did harm.</summary>
internal sealed class FuzzFailure(string message) : Exception(message);
