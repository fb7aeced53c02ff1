namespace DatadogOps.ConfigRuns.Model;

/// <summary>What a run did with one resource: a Puppet or Chef resource, an Ansible task on one host, a DSC resource, a Salt state. Secrets are redacted in all texts.</summary>
public sealed record ConfigRunResource
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }

    /// <summary>Host that was configured.</summary>
    public string? HostName { get; init; }

    /// <summary>Id of the run.</summary>
    public string? RunId { get; init; }

    /// <summary>The tool's name of it: <c>File[/etc/motd]</c>, <c>execute[migrate]</c>, the name of a task.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the resource, module of the task, function of the state.</summary>
    public string? Type { get; init; }

    /// <summary>What was done with it: one of <see cref="ConfigRunResourceStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>File that declares it; for Chef the cookbook and recipe if there is no file.</summary>
    public string? SourceFile { get; init; }

    /// <summary>Line in that file.</summary>
    public int? SourceLine { get; init; }

    /// <summary>Duration in seconds; null if not reported, or if the clock was set while it ran.</summary>
    public double? ElapsedSeconds { get; init => field = RunTime.Plausible(value); }

    /// <summary>What was changed, or would be.</summary>
    public ConfigRunList<ConfigRunChange> ChangedProperties { get; init; } = ConfigRunList<ConfigRunChange>.Empty;

    /// <summary>Why it failed or was skipped.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>File that the report was read from; null for pipeline input.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
