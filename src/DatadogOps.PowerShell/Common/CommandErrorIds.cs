namespace DatadogOps.Commands.Common;

/// <summary>Stable ids of errors in the use of a cmdlet itself.</summary>
public static class CommandErrorIds
{
    /// <summary>-Continuous and -MaxSamples exclude each other.</summary>
    public const string ContinuousWithMaxSamples = "ContinuousWithMaxSamples";
}
