using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>A tool, the files that integrate it with Datadog, and where it keeps its own.</summary>
internal sealed record HandlerTool
{
    private static readonly HandlerPart s_send = new("datadogops-send-report", "Sends reports.", true);

    /// <summary>The supported tools.</summary>
    public static IReadOnlyList<HandlerTool> All { get; } =
    [
        new()
        {
            Name = "Chef",
            Title = "Chef",
            ReportPaths = ["/var/chef/reports"],
            Parts = [s_send, new("datadogops-chef.rb", "Handlers for client.d.", false), .. Units("chef"), Guide("chef")],
            Wirings = [new("/etc/chef/client.d/datadogops-chef.rb", null), new("/etc/chef/client.rb", "datadogops-chef.rb")],
        },
        new()
        {
            Name = "Puppet",
            Title = "Puppet",
            ReportPaths =
            [
                "/opt/puppetlabs/puppet/cache/state/last_run_report.yaml", // Puppet's own packages
                "/var/cache/puppet/state/last_run_report.yaml", // Debian's and Ubuntu's
                "/var/lib/puppet/state/last_run_report.yaml", // Fedora's, and Puppet before 4
            ],
            Parts =
            [
                s_send,
                new("datadogops-puppet", "The postrun_command.", true),
                new("datadogops-puppet-apply", "Replaces puppet apply.", true),
                .. Units("puppet"),
                Guide("puppet"),
            ],
            Wirings =
            [
                new("/etc/systemd/system/datadogops-puppet.path", null),
                new("/etc/puppetlabs/puppet/puppet.conf", "postrun_command"),
                new("/etc/puppet/puppet.conf", "postrun_command"),
            ],
        },
        new()
        {
            Name = "Ansible",
            Title = "Ansible",
            ReportPaths = ["/var/lib/datadogops/ansible"],
            IsFolderOwn = true,
            Parts = [s_send, new("datadogops-ansible", "Replaces ansible-playbook.", true), Guide("ansible")],
        },
        new()
        {
            Name = "Dsc",
            Title = "DSC",
            Parts = [new("datadogops-dsc.ps1", "Runs DSC 3, or sends the last run of DSC 2.", false), Guide("dsc")],
        },
        new()
        {
            Name = "Salt",
            Title = "Salt",
            ReportPaths = ["/var/lib/datadogops/salt"],
            IsFolderOwn = true,
            Parts =
            [
                s_send,
                new("datadogops-salt", "Applies states from cron.", true),
                new("datadogops_file.py", "Returner for the minion.", false),
                .. Units("salt"),
                Guide("salt"),
            ],
        },
    ];

    /// <summary>Name, as in <see cref="ConfigRunReport.Tool"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Name for a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>Where its reports are, the most common place first.</summary>
    public IReadOnlyList<string> ReportPaths { get; init; } = [];

    /// <summary>Whether the files create the folder of reports themselves.</summary>
    public bool IsFolderOwn { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<HandlerPart> Parts { get; init; }

    /// <summary>Files outside that may call the scripts; none if people call them.</summary>
    public IReadOnlyList<HandlerWiring> Wirings { get; init; } = [];

    /// <summary>A tool by its name.</summary>
    public static HandlerTool Find(string name) => All.First(tool => tool.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where its reports are, or will be, on this machine.</summary>
    public string ReportPath(HandlerOptions options) =>
        options.ReportPath ?? ReportPaths.FirstOrDefault(Path.Exists) ?? (ReportPaths.Count > 0 ? ReportPaths[0] : "");

    private static HandlerPart[] Units(string tool) =>
    [
        new($"datadogops-{tool}.path", "systemd: watches for reports.", false) { Template = "datadogops.path" },
        new($"datadogops-{tool}.service", "systemd: sends them.", false) { Template = "datadogops.service" },
    ];

    private static HandlerPart Guide(string tool) => new($"datadogops-{tool}.md", "Instructions.", false);
}

/// <summary>A file to create.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
internal sealed record HandlerPart(string Name, string Purpose, bool IsExecutable)
{
    /// <summary>Name of its template.</summary>
    public string Template { get; init; } = Name;
}

/// <summary>Where a tool refers to the files.</summary>
/// <param name="Path">A file of the tool or of systemd.</param>
/// <param name="Word">Setting or text that must name one of the files; null if the file itself is the wiring, empty if any line may name it.</param>
internal sealed record HandlerWiring(string Path, string? Word);
