namespace DatadogOps.Testbed;

/// <summary>A server of the testbed cannot be had; the message says why and what to do.</summary>
public sealed class TestbedException(string message, Exception? inner = null) : Exception(message, inner);
