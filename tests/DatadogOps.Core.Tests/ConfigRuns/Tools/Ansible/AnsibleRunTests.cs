using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Tests.ConfigRuns.Tools.Ansible;

/// <summary>What the Ansible of this machine prints today is read with the right cause.</summary>
public class AnsibleRunTests(ToolRuns runs) : IClassFixture<ToolRuns>
{
    [AnsibleJsonFact]
    public async Task ChangesAreTold()
    {
        List<ConfigRunReport> reports = await runs.AnsibleAsync("changed", "    - name: Write\n      copy: { content: x, dest: 'FOLDER/{{ inventory_hostname }}' }\n");

        Assert.Equal([("web01", ConfigRunStatus.Changed), ("web02", ConfigRunStatus.Changed), (null, ConfigRunStatus.Changed)], reports.Select(one => (one.HostName, one.Status)));
        Assert.Equal("Write", reports[0].ChangedResources.ToString());
    }

    [AnsibleJsonFact]
    public async Task AFailureNamesItsTaskAndNotTheOneThatWasRescued()
    {
        List<ConfigRunReport> reports = await runs.AnsibleAsync("failed", """
                - block:
                    - name: First try
                      command: /bin/false
                  rescue:
                    - name: Rescue
                      command: /bin/true
                - name: Ignored
                  command: /bin/false
                  ignore_errors: true
                - name: Migrate
                  shell: "echo 'FATAL: no role, password=hunter2' >&2; exit 3"
                  when: inventory_hostname == 'web01'

            """);

        Assert.Equal((ConfigRunStatus.Failed, "Migrate", 1), (reports[0].Status, reports[0].FailedResource, reports[0].Failed));
        Assert.Contains("FATAL: no role, password=[redacted]", reports[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((ConfigRunStatus.Changed, null), (reports[1].Status, reports[1].FailedResource));
        Assert.Equal(ConfigRunStatus.Failed, reports[2].Status);
    }

    [AnsibleJsonFact]
    public async Task CheckModeThatFindsNothingIsUnchanged() =>
        Assert.All(await runs.AnsibleAsync("check", "    - name: Ping\n      ping:\n", "--check"), one => Assert.Equal(ConfigRunStatus.Unchanged, one.Status));
}
