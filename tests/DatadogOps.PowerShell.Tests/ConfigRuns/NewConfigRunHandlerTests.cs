using System.Management.Automation;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>What is made is tried with the languages and tools themselves, where they are installed.</summary>
public sealed class NewConfigRunHandlerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_path_the_texts_are_in_the_objects_and_nothing_is_written()
    {
        IReadOnlyList<PSObject> files = StagedModule.Output("New-ConfigRunHandler -Tool chef, puppet, ansible, dsc, salt -PwshPath /usr/bin/pwsh");

        Assert.All(files, file => Assert.Equal(false, file.Get("IsWritten")));
        Assert.DoesNotContain(files, file => ((string)file.Get("Text")!).Contains("{{", StringComparison.Ordinal));
        Assert.Equal(["Chef", "Puppet", "Ansible", "Dsc", "Salt"], files.Select(file => (string)file.Get("Tool")!).Distinct());
    }

    [Fact]
    public void Files_are_written_once_and_replaced_with_force_alone()
    {
        string target = _folder.At("files");
        PipelineResult preview = StagedModule.Run($"New-ConfigRunHandler puppet {target} -WhatIf");
        Assert.Equal((0, false), (preview.ExitCode, Directory.Exists(target)));
        Assert.Contains(preview.WhatIf, line => line.Contains("datadogops-puppet.path", StringComparison.Ordinal));

        IReadOnlyList<PSObject> files = StagedModule.Output($"New-ConfigRunHandler puppet {target}");
        Assert.All(files, file => Assert.Equal(file.Get("Text"), File.ReadAllText((string)file.Get("Path")!)));

        File.WriteAllText(Path.Combine(target, "datadogops-puppet"), "mine");
        PipelineResult again = StagedModule.Run($"New-ConfigRunHandler puppet {target}");
        Assert.Equal(1, again.ExitCode);
        Assert.All(again.Errors, error => Assert.StartsWith("ConfigRunHandlerFileExists", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(target, "datadogops-puppet")));

        StagedModule.Output($"New-ConfigRunHandler puppet {target} -Force");
        Assert.NotEqual("mine", File.ReadAllText(Path.Combine(target, "datadogops-puppet")));
        Assert.Empty(Directory.GetFiles(target, "*.new"));
    }

    [Fact]
    public void A_path_that_the_files_cannot_express_is_refused()
    {
        PipelineResult result = StagedModule.Run("New-ConfigRunHandler puppet -ReportPath '/var/my reports'");

        Assert.StartsWith("ConfigRunHandlerPathInvalid", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [ToolFact("sh")]
    public async Task The_scripts_are_the_shells_language()
    {
        string target = Make("puppet, ansible, salt", "--");
        foreach (string script in new[] { "datadogops-send-report", "datadogops-puppet", "datadogops-puppet-apply", "datadogops-ansible", "datadogops-salt" })
        {
            await ChildProcess.RunAsync("sh", ["-n", Path.Combine(target, script)]);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(target, script)).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [ToolFact("systemd-analyze")]
    public async Task The_units_are_what_systemd_takes()
    {
        string target = Make("puppet", "--");
        await ChildProcess.RunAsync("systemd-analyze", ["verify", "--man=no", Path.Combine(target, "datadogops-puppet.service"), Path.Combine(target, "datadogops-puppet.path")]);
    }

    [Fact]
    public void The_script_for_dsc_is_powershell()
    {
        string script = Path.Combine(Make("dsc", "--"), "datadogops-dsc.ps1");

        Assert.Empty(StagedModule.Output($"$errors = $null; $null = [Management.Automation.Language.Parser]::ParseFile('{script}', [ref] $null, [ref] $errors); $errors"));
    }

    [ToolFact("sh")]
    public async Task A_report_is_handed_on_with_the_variables_of_the_file_and_a_folder_as_its_reports()
    {
        string runner = _folder.WriteProgram("pwsh", $"echo \"$DD_SITE $DATADOGOPS_TRANSPORT $DATADOGOPS_REPORT $#\" >> '{_folder.At("calls")}'");
        _folder.Write("environment", "DD_SITE='datadoghq.eu'\n");
        string target = Make("salt", runner);
        string report = _folder.Write("a report's name.json", "{}");

        await ChildProcess.RunAsync(Path.Combine(target, "datadogops-send-report"), [report, _folder.Location]);

        Assert.Equal([$"datadoghq.eu DogStatsD {report} 4", $"datadoghq.eu DogStatsD {_folder.Location}/*.json 4"], File.ReadAllLines(_folder.At("calls")));
    }

    [ToolFact("sh")]
    public async Task Puppets_command_waits_for_the_report_that_is_written_after_it()
    {
        string runner = _folder.WriteProgram("pwsh", $"cat \"$DATADOGOPS_REPORT\" > '{_folder.At("sent")}'");
        string report = _folder.Write("last_run_report.yaml", "the run before");
        string target = Make("puppet", runner, report);

        await ChildProcess.RunAsync(Path.Combine(target, "datadogops-puppet"), []);
        Assert.False(File.Exists(_folder.At("sent")));
        File.Move(_folder.Write("beside", "this run"), report, overwrite: true);

        await Polling.UntilAsync(() => File.Exists(_folder.At("sent")) && File.ReadAllText(_folder.At("sent")) == "this run", () => "the report was not sent");
    }

    [ToolFact("ruby")]
    public async Task Chefs_handlers_write_the_report_and_have_it_sent_without_waiting()
    {
        string runner = _folder.WriteProgram("pwsh", $"sleep 1; cp \"$DATADOGOPS_REPORT\" '{_folder.At("sent")}'");
        string reports = Directory.CreateDirectory(_folder.At("reports")).FullName;
        string handlers = Path.Combine(Make("chef", runner, reports), "datadogops-chef.rb");
        for (int i = 0; i < 60; i++)
        {
            _folder.Write($"reports/chef-run-report-202601010000{i:00}.json", "old");
        }

        // What Chef::Config does with a file of client.d, and Chef::Client at the end of a run, by classes of the same names.
        _folder.Write("lib/chef/handler.rb", "class Chef\n  class Handler\n    def run_report_safely\n      report\n    end\n  end\n  module Log\n    def self.warn(text); $stderr.puts text; end\n  end\nend\n");
        _folder.Write("lib/chef/handler/json_file.rb", "require 'chef/handler'\nclass Chef::Handler::JsonFile < Chef::Handler\n  def initialize(config) = @path = config[:path]\n  def report = File.write(File.join(@path, 'chef-run-report-20260301115000.json'), 'this run')\nend\n");
        string client = _folder.Write(
            "client.rb",
            "config = Class.new { attr_reader :report_handlers, :exception_handlers; def initialize; @report_handlers = []; @exception_handlers = []; end }.new\n"
            + $"config.instance_eval(File.read('{handlers}'), '{handlers}')\n"
            + "config.exception_handlers.each(&:run_report_safely)\nputs config.report_handlers.length\n");

        string output = await ChildProcess.RunAsync("ruby", ["-I", _folder.At("lib"), client]);

        Assert.Equal("2", output.Trim());
        await Polling.UntilAsync(() => File.Exists(_folder.At("sent")) && File.ReadAllText(_folder.At("sent")) == "this run", () => "the report was not sent");
        Assert.Equal(50, Directory.GetFiles(reports).Length);
    }

    [ToolFact("python3")]
    public async Task Salts_returner_writes_what_get_configrunreport_reads()
    {
        string reports = _folder.At("reports");
        string returner = Path.Combine(Make("salt", "--", reports), "datadogops_file.py");
        _folder.Write("returner.py", File.ReadAllText(returner));
        string state = "{'file_|-motd_|-/etc/motd_|-managed': {'__run_num__': 0, 'result': False, 'changes': {}, 'comment': 'disk full', 'duration': 3.1, 'name': '/etc/motd', '__id__': 'motd', 'start_time': '10:00:00'}}";

        await ChildProcess.RunAsync(
            "python3",
            ["-c", $"import returner; returner.returner({{'fun': 'test.ping', 'return': True}}); returner.returner({{'fun': 'state.apply', 'jid': '../20260301115000', 'id': 'web01', 'retcode': 2, 'return': {state}}})"],
            new ChildProcessOptions { WorkingDirectory = _folder.Location });

        string file = Assert.Single(Directory.GetFiles(reports));
        PSObject run = Assert.Single(StagedModule.Output($"Get-ConfigRunReport '{file}'"));
        Assert.Equal(("Salt", "web01", "Failed"), (run.Get("Tool"), run.Get("HostName"), run.Get("Status")!.ToString()));
        Assert.Contains("disk full", (string)run.Get("ErrorMessage")!, StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [ToolFact("sh")]
    public async Task Salts_script_hands_on_what_salt_said_and_its_exit_code()
    {
        _folder.WriteProgram("bin/salt-call", "echo '{\"local\": {}}'; exit 2");
        string runner = _folder.WriteProgram("pwsh", $"cat \"$DATADOGOPS_REPORT\" > '{_folder.At("sent")}'");
        string target = Make("salt", runner, _folder.At("reports"));

        await using ChildProcess child = ChildProcess.Start(
            Path.Combine(target, "datadogops-salt"),
            ["test=True"],
            new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["PATH"] = $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}" } });
        await child.WaitForExitAsync();

        Assert.Equal(2, child.ExitCode);
        Assert.Equal("{\"local\": {}}\n", File.ReadAllText(_folder.At("sent")));
    }

    [ToolFact("sh")]
    public async Task The_report_is_private_and_the_tool_keeps_the_umask_of_its_caller()
    {
        _folder.WriteProgram("bin/salt-call", $"echo '{{\"local\": {{}}}}'; : > '{_folder.At("made")}'");
        _folder.WriteProgram("bin/ansible-playbook", $"echo '{{\"plays\": []}}'; : > '{_folder.At("deployed")}'");
        string target = Make("salt, ansible", _folder.WriteProgram("pwsh", "exit 0"), _folder.At("reports"));

        foreach (string script in new[] { "datadogops-salt", "datadogops-ansible" })
        {
            await ChildProcess.RunAsync(
                "sh",
                ["-c", $"umask 022; '{Path.Combine(target, script)}'"],
                new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["PATH"] = $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}" } });
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(2, Directory.GetFiles(_folder.At("reports")).Length);
            Assert.All(Directory.GetFiles(_folder.At("reports")), report => Assert.Equal(Private, File.GetUnixFileMode(report)));
            Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.At("reports")));
            Assert.All([_folder.At("made"), _folder.At("deployed")], file => Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(file)));
        }
    }

    [ToolFact("sh")]
    public async Task A_report_that_cannot_be_read_or_sent_is_an_exit_code_of_1()
    {
        using var sink = new UdpSink();
        string pwsh = PowerShellHost.WriteProgram(_folder.At("pwsh"));
        _folder.Write("environment", $"DD_DOGSTATSD_URL={sink.Endpoint}\nXDG_STATE_HOME={_folder.At("state")}\n");
        string send = Path.Combine(Make("salt", pwsh), "datadogops-send-report");

        Assert.Equal((0, 1), (await ExitCode(send, _folder.Write("good.json", ChefMessages.Good("one"))), await ExitCode(send, _folder.Write("bad.json", "{ nothing"))));
    }

    private static async Task<int> ExitCode(string program, string argument)
    {
        await using ChildProcess child = ChildProcess.Start(program, [argument], new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["DD_API_KEY"] = null } });
        await child.WaitForExitAsync();
        return child.ExitCode;
    }

    private string Make(string tools, string runner, string? report = null)
    {
        string target = _folder.At("files");
        runner = runner == "--" ? PowerShellHost.WriteProgram(_folder.At("pwsh")) : runner;
        StagedModule.Output(
            $"New-ConfigRunHandler -Tool {tools} -Path {target} -PwshPath {runner} -EnvironmentPath {_folder.At("environment")} -Force" + (report is null ? "" : $" -ReportPath {report}"));
        return target;
    }
}
