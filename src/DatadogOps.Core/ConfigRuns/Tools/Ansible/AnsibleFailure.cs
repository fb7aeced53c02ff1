using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>A task that failed on a host, with what tells later whether that ended the host's part.</summary>
internal sealed class AnsibleFailure(ConfigRunResource resource, AnsibleResult result, int play)
{
    /// <summary>The task on the host, marked as failed.</summary>
    public ConfigRunResource Resource => resource;

    /// <summary>Whether the host could not be reached, which Ansible counts apart.</summary>
    public bool IsUnreachable { get; } = result.IsUnreachable;

    /// <summary>Whether it changed something; only of what was ignored Ansible counts the change.</summary>
    public bool IsChanged { get; } = result.IsChanged;

    /// <summary>Number of the play, which a host that failed is the last for.</summary>
    public int Play => play;

    /// <summary>Whether the host then was missing where the others went on, as it is not after a failure that is ignored.</summary>
    public bool LeftItsBlock { get; set; }
}
