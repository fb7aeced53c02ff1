namespace DatadogOps.Shell.Execution;

/// <summary>Nobody reads the output any more, as behind <c>| head</c>. Ends the run without a word.</summary>
public sealed class BrokenOutputException(Exception inner) : Exception("The output was closed by its reader.", inner);
