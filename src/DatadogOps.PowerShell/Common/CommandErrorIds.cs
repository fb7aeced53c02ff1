namespace DatadogOps.Commands.Common;

/// <summary>Stable ids of errors in the use of a cmdlet itself.</summary>
public static class CommandErrorIds
{
    /// <summary>A pipeline object does not have the properties that the command needs.</summary>
    public const string InputObjectUnknown = "InputObjectUnknown";

    /// <summary>A pipeline object lacks a property, or reading it failed.</summary>
    public const string InputPropertyMissing = "InputPropertyMissing";

    /// <summary>A property of a pipeline object cannot be converted: to a number, a time, one of a set of words.</summary>
    public const string InputPropertyInvalid = "InputPropertyInvalid";

    /// <summary>-Continuous and -MaxSamples exclude each other.</summary>
    public const string ContinuousWithMaxSamples = "ContinuousWithMaxSamples";
}
