using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.ConfigRuns.Tools.Ansible;

/// <summary>A test that needs Ansible with its callbacks json and jsonl, which are in the collection ansible.posix and not in ansible-core.</summary>
public sealed class AnsibleJsonFactAttribute : FactAttribute
{
    private static readonly string[] Collections = ["/usr/lib/python3/dist-packages/ansible_collections", "/usr/share/ansible/collections/ansible_collections"];

    public AnsibleJsonFactAttribute() => Skip = Missing;

    /// <summary>What is missing; null when nothing is.</summary>
    public static string? Missing =>
        Executables.FindInPath("ansible-playbook") is null ? "ansible-playbook is not installed."
        : !Array.Exists(Collections, folder => File.Exists(Path.Combine(folder, "ansible", "posix", "plugins", "callback", "jsonl.py"))) ? "Ansible's collection ansible.posix is not installed."
        : null;
}

/// <summary>A theory that needs the same.</summary>
public sealed class AnsibleJsonTheoryAttribute : TheoryAttribute
{
    public AnsibleJsonTheoryAttribute() => Skip = AnsibleJsonFactAttribute.Missing;
}
