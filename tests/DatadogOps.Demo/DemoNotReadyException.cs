namespace DatadogOps.Demo;

/// <summary>Something that the demo needs is not there; the message says what and how to get it.</summary>
internal sealed class DemoNotReadyException(string message) : Exception(message);
