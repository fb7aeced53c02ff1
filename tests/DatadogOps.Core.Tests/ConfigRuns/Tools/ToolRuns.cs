using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.Tools;

/// <summary>Runs each scenario of a real tool once, in a folder of its own, on this machine alone.</summary>
public sealed class ToolRuns : IDisposable
{
    private const string AnsibleJson = "ansible.posix.json";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Lazy<Task<string>>> _runs = [];
    private readonly Lock _lock = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The report of a manifest that Puppet applies.</summary>
    internal async Task<ConfigRunReport> PuppetAsync(string name, string manifest, params string[] arguments)
    {
        string report = await Once(name, async () =>
        {
            string file = _folder.Write(name + ".pp", manifest.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
            string state = Path.Combine(_folder.Path, name);
            await RunAsync("puppet", ["apply", "--confdir", state + ".conf", "--vardir", state, "--logdest", state + ".log", .. arguments, file]);
            return Path.Combine(state, "state", "last_run_report.yaml");
        });
        return (ConfigRunReport)Assert.Single(ConfigRunReader.Read(ReportSource.File(report), new(), CancellationToken.None));
    }

    /// <summary>The reports of a playbook on two hosts, both this machine.</summary>
    internal async Task<List<ConfigRunReport>> AnsibleAsync(string name, string tasks, params string[] arguments) =>
        [.. Read(await AnsibleOutputAsync(name, $"- name: Deploy\n  hosts: web01:web02\n  gather_facts: false\n  tasks:\n{tasks}", AnsibleJson, arguments), new()).Cast<ConfigRunReport>()];

    /// <summary>What became of each task on a host, and the resource that the host's report names.</summary>
    internal async Task<(string Tasks, string? Cause)> AnsibleTasksAsync(string name, string callback, string host, string playbook)
    {
        string output = await AnsibleOutputAsync($"{name}.{callback}", playbook, callback);
        IEnumerable<string> tasks = Read(output, new() { Resources = true }).Cast<ConfigRunResource>().Where(one => one.HostName == host).Select(one => $"{one.Name} {one.Status}");
        return (string.Join(", ", tasks.Order(StringComparer.Ordinal)), Read(output, new()).Cast<ConfigRunReport>().First(one => one.HostName == host).FailedResource);
    }

    private static IEnumerable<object> Read(string path, ConfigRunReadOptions options) => ConfigRunReader.Read(ReportSource.File(path), options, CancellationToken.None);

    private Task<string> AnsibleOutputAsync(string name, string playbook, string callback, params string[] arguments) => Once(name, async () =>
    {
        string hosts = _folder.Write(name + ".ini", "[all]\nweb01 ansible_connection=local\nweb02 ansible_connection=local\nweb03 ansible_connection=local\n[all:vars]\nansible_python_interpreter=auto_silent\n");
        string file = _folder.Write(name + ".yml", playbook.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
        return _folder.Write(name + ".json", await RunAsync("ansible-playbook", ["-i", hosts, .. arguments, file], callback));
    });

    private Task<string> Once(string name, Func<Task<string>> run)
    {
        lock (_lock)
        {
            if (!_runs.TryGetValue(name, out Lazy<Task<string>>? made))
            {
                _runs[name] = made = new Lazy<Task<string>>(run);
            }

            return made.Value;
        }
    }

    // A tool whose run fails ends with a code of its own, and has written its report all the same.
    private async Task<string> RunAsync(string program, IEnumerable<string> arguments, string callback = AnsibleJson)
    {
        var options = new ChildProcessOptions
        {
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = _folder.Path,
                ["LC_ALL"] = "C.UTF-8",
                ["ANSIBLE_STDOUT_CALLBACK"] = callback,
                ["ANSIBLE_LOCAL_TEMP"] = _folder.Path,
                ["ANSIBLE_CONFIG"] = _folder.Write("ansible.cfg", ""),
            },
        };
        await using ChildProcess child = ChildProcess.Start(Executables.FindInPath(program)!, arguments, options);
        await child.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(10)).Token);
        return child.StandardOutput;
    }
}
