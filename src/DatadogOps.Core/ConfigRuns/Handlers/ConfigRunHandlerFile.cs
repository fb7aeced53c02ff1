namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>A file that integrates a tool with Datadog.</summary>
public sealed record ConfigRunHandlerFile
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }

    /// <summary>Name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was written, or belongs.</summary>
    public required string Path { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>Whether it is a program.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Whether it was written.</summary>
    public bool IsWritten { get; init; }

    /// <summary>The file's content.</summary>
    public required string Text { get; init; }
}
