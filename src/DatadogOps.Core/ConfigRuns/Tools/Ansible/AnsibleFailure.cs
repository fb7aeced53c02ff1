using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>A task that failed on a host, with the data by which it is judged later whether it failed the host.</summary>
internal sealed class AnsibleFailure(ConfigRunResource resource, AnsibleResult result, int play)
{
    /// <summary>The task on the host, marked as failed.</summary>
    public ConfigRunResource Resource => resource;

    /// <summary>Whether the host was unreachable, which Ansible counts separately.</summary>
    public bool IsUnreachable { get; } = result.IsUnreachable;

    /// <summary>Whether it changed something; Ansible counts changes of ignored failures only.</summary>
    public bool IsChanged { get; } = result.IsChanged;

    /// <summary>Number of the play, the last one of a host that failed.</summary>
    public int Play => play;

    /// <summary>Whether the host was then missing where the others continued, which an ignored failure does not cause.</summary>
    public bool LeftItsBlock { get; set; }
}
