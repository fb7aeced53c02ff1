namespace DatadogOps.Tests.ConfigRuns.Tools.Ansible;

/// <summary>Of tasks that failed, those that failed the host are told from those that were ignored or rescued, as far as Ansible's output allows.</summary>
public class AnsibleVerdictTests(ToolRuns runs) : IClassFixture<ToolRuns>
{
    // What fails has changed nothing where it is assert, and something where it is a command.
    private const string IgnoredBehind = """
        - hosts: web01
          gather_facts: false
          tasks:
            - block:
                - name: fatal
                  FATAL
                - name: never
                  ping:
              always:
                - name: ignored
                  IGNORED
                  ignore_errors: true

        """;

    private const string Command = "command: /bin/false";
    private const string Assert = "assert: { that: false }";

    public static TheoryData<string, string, string> Unlike => new()
    {
        { "ansible.posix.json", Command, Assert },
        { "ansible.posix.json", Assert, Command },
        { "ansible.posix.jsonl", Command, Assert },
        { "ansible.posix.jsonl", Assert, Command },
    };

    [AnsibleJsonTheory]
    [MemberData(nameof(Unlike))]
    public async Task WhatIsIgnoredBehindTheFatalTaskIsToldByItsChange(string callback, string fatal, string ignored)
    {
        string name = fatal == Command ? "behind-command" : "behind-assert";

        Xunit.Assert.Equal(("fatal Failed, ignored Tolerated", "fatal"), await runs.AnsibleTasksAsync(name, callback, "web01", Playbook(IgnoredBehind, fatal, ignored)));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task WhatIsIgnoredBeforeTheFatalTaskIsTolerated(string callback)
    {
        const string Before = """
            - hosts: web01
              gather_facts: false
              tasks:
                - name: ignored
                  command: /bin/false
                  ignore_errors: true
                - block:
                    - name: rescued
                      command: /bin/false
                  rescue:
                    - name: rescue
                      ping:
                - name: fatal
                  command: /bin/false

            """;

        Xunit.Assert.Equal(
            ("fatal Failed, ignored Tolerated, rescue Unchanged, rescued Tolerated", "fatal"), await runs.AnsibleTasksAsync("before", callback, "web01", Before));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task WhereTheOtherHostsWentOnTheFailureWasFatal(string callback)
    {
        const string Alike = """
            - hosts: all
              gather_facts: false
              tasks:
                - block:
                    - name: fatal
                      command: /bin/sh -c "exit {{ 1 if inventory_hostname == 'web01' else 0 }}"
                    - name: others
                      ping:
                  always:
                    - name: ignored
                      command: /bin/false
                      ignore_errors: true

            """;

        Xunit.Assert.Equal(("fatal Failed, ignored Tolerated", "fatal"), await runs.AnsibleTasksAsync("alike", callback, "web01", Alike));
        Xunit.Assert.Equal(("fatal Changed, ignored Tolerated, others Unchanged", null), await runs.AnsibleTasksAsync("alike", callback, "web02", Alike));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task AHostThatIsInALaterPlayHadNotFailed(string callback)
    {
        const string Plays = """
            - hosts: web01
              gather_facts: false
              tasks:
                - name: ignored
                  command: /bin/false
                  ignore_errors: true
            - hosts: web01
              gather_facts: false
              tasks:
                - block:
                    - name: fatal
                      command: /bin/false
                  always:
                    - name: behind
                      assert: { that: false }
                      ignore_errors: true

            """;

        Xunit.Assert.Equal(("behind Tolerated, fatal Failed, ignored Tolerated", "fatal"), await runs.AnsibleTasksAsync("plays", callback, "web01", Plays));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task WithTheStrategyFreeTheStatsTell(string callback)
    {
        string free = Playbook(IgnoredBehind, Command, Assert).Replace("hosts: web01", "hosts: all\n  strategy: free", StringComparison.Ordinal);

        Xunit.Assert.Equal(("fatal Failed, ignored Tolerated", "fatal"), await runs.AnsibleTasksAsync("free", callback, "web02", free));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task AHostThatIsLostBehindAnIgnoredFailureFailedThere(string callback)
    {
        const string Lost = """
            - hosts: web01
              gather_facts: false
              tasks:
                - name: ignored
                  command: /bin/false
                  ignore_errors: true
                - name: lost
                  ping:
                  vars: { ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1 }

            """;

        Xunit.Assert.Equal(("ignored Tolerated, lost Failed", "lost"), await runs.AnsibleTasksAsync("lost", callback, "web01", Lost));
    }

    [AnsibleJsonTheory]
    [InlineData("ansible.posix.json")]
    [InlineData("ansible.posix.jsonl")]
    public async Task AHostThatWasLostAndIgnoredDidNotFailThere(string callback)
    {
        const string Lost = """
            - hosts: web01
              gather_facts: false
              tasks:
                - name: lost
                  ping:
                  vars: { ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1 }
                  ignore_unreachable: true
                - name: fatal
                  command: /bin/false

            """;

        Xunit.Assert.Equal(("fatal Failed, lost Tolerated", "fatal"), await runs.AnsibleTasksAsync("lost-ignored", callback, "web01", Lost));
    }

    private static string Playbook(string text, string fatal, string ignored) =>
        text.Replace("FATAL", fatal, StringComparison.Ordinal).Replace("IGNORED", ignored, StringComparison.Ordinal);
}
