namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>What one check of the wiring between a tool and Datadog came to.</summary>
public sealed record ConfigRunHandlerFinding
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }

    /// <summary>What was checked: File, Mode, Runner, Wiring, Report, State, Key.</summary>
    public required string Check { get; init; }

    /// <summary>Passed, Warning (works, and should be looked at) or Failed (does not work).</summary>
    public required string Outcome { get; init; }

    /// <summary>What it was found at: a file, a folder.</summary>
    public required string Target { get; init; }

    /// <summary>What was found. Never holds a key.</summary>
    public required string Message { get; init; }

    /// <summary>What to do; null where nothing is.</summary>
    public string? Advice { get; init; }
}
