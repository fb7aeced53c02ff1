using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>What a rule about the integration of a tool found. Rules: File, Mode, Pwsh, Wiring, Report, State, Key.</summary>
public sealed record ConfigRunHandlerFinding : Finding
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }
}
