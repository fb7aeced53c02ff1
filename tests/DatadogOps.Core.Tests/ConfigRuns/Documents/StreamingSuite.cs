namespace DatadogOps.Tests.ConfigRuns.Documents;

/// <summary>Runs alone in the process, because memory is measured.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StreamingSuite
{
    public const string Name = "Streaming";
}
