using System.Globalization;
using System.Text.Json;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>The tools themselves, wired as New-ConfigRunHandler wires them: their runs are found in the local Datadog with the right cause.</summary>
public sealed class RealRunTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("puppet", "sh")]
    public async Task PuppetsFailedRunArrivesWithItsCause()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        string report = _folder.At("var/state/last_run_report.yaml");
        string files = Wire("puppet", intake, report);
        string manifest = _folder.Write("site.pp", $$"""
            file { '{{_folder.At("motd")}}': content => 'hello' }
            exec { 'migrate database': command => '/bin/sh -c "echo FATAL: role app does not exist; exit 2"', logoutput => on_failure }
            """);

        await using ChildProcess puppet = ChildProcess.Start(
            "puppet",
            ["apply", "--confdir", _folder.At("conf"), "--vardir", _folder.At("var"), "--rundir", _folder.At("run"), "--logdir", _folder.At("log"), "--postrun_command", Path.Combine(files, "datadogops-puppet"), manifest],
            new ChildProcessOptions { Environment = Home() });
        await puppet.WaitForExitAsync();
        Assert.True(File.Exists(report), puppet.Output);

        JsonElement told = await EventAsync(look, "Puppet failed on");
        string text = told.GetProperty("text").GetString()!;
        Assert.Contains("**Cause** in `Exec[migrate database]`", text, StringComparison.Ordinal);
        Assert.Contains("site.pp:2", text, StringComparison.Ordinal);
        Assert.Contains("returned 2", text, StringComparison.Ordinal);
        Assert.Contains("motd", text[text.IndexOf("**Changed resources**", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("error", told.GetProperty("alert_type").GetString());
        await Polling.UntilAsync(async () => (await look.SeriesAsync("puppet.failed.resources")).Count == 1, () => "no metrics came");
    }

    [ToolFact("puppet", "sh")]
    public async Task AManifestThatDoesNotCompileArrivesThoughItLeavesNoReport()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        string report = _folder.At("var/state/last_run_report.yaml");
        string apply = Path.Combine(Wire("puppet", intake, report), "datadogops-puppet-apply");
        string[] folders = ["--confdir", _folder.At("conf"), "--vardir", _folder.At("var"), "--rundir", _folder.At("run"), "--logdir", _folder.At("log")];

        await using ChildProcess broken = ChildProcess.Start(apply, [.. folders, _folder.Write("broken.pp", "class { 'profile::\"app\"': }\nclass { 'nope': }\n")], new ChildProcessOptions { Environment = Home() });
        await broken.WaitForExitAsync();

        Assert.True(broken.ExitCode == 1 && !File.Exists(report), broken.Output);
        JsonElement told = await EventAsync(look, "Puppet could not obtain a catalog on");
        Assert.Contains("broken.pp, line: 1", told.GetProperty("text").GetString(), StringComparison.Ordinal);

        await using ChildProcess good = ChildProcess.Start(apply, [.. folders, _folder.Write("good.pp", "notify { 'a': }")], new ChildProcessOptions { Environment = Home() });
        await good.WaitForExitAsync();

        Assert.True(good.ExitCode == 0 && File.Exists(report), good.Output);
        await EventAsync(look, "Puppet changed resources on");
    }

    [ToolFact("ansible-playbook", "sh")]
    public async Task AnsiblesFailedRunArrivesWithItsCauseAndItsExitCodeIsKept()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        string files = Wire("ansible", intake, _folder.At("reports"));
        string playbook = _folder.Write("site.yml", """
            - name: Deploy
              hosts: all
              gather_facts: false
              tasks:
                - name: migrate database
                  command: sh -c "echo 'FATAL role app does not exist' >&2; exit 2"
            """);

        await using ChildProcess ansible = ChildProcess.Start(
            Path.Combine(files, "datadogops-ansible"), ["-i", "web01,", "-c", "local", playbook], new ChildProcessOptions { Environment = Home() });
        await ansible.WaitForExitAsync();

        Assert.True(ansible.ExitCode == 2, ansible.Output);
        Assert.Contains("web01", ansible.StandardOutput, StringComparison.Ordinal);
        JsonElement host = await EventAsync(look, "Ansible playbook \"site.yml\" failed on web01");
        Assert.Contains("migrate database", host.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("FATAL role app does not exist", host.GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement whole = await EventAsync(look, "Ansible playbook \"site.yml\" completed");
        Assert.EndsWith("with errors", whole.GetProperty("title").GetString(), StringComparison.Ordinal);
        await Polling.UntilAsync(async () => (await look.SeriesAsync("ansible.task.failures")).Count > 0, () => "no metrics came");
    }

    [ToolFact("sh")]
    public async Task WhatDscSaidArrivesThoughAFailedSetPrintsNoResult()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        _folder.WriteProgram("bin/dsc", "echo 'ERROR the resource Microsoft.Windows/Registry failed: access denied' >&2; exit 2");
        Dictionary<string, string?> environment = Home();
        environment["DD_DOGSTATSD_URL"] = intake.DogStatsDEndpoint.ToString();
        environment["XDG_STATE_HOME"] = _folder.At("state");
        environment["PATH"] = $"{_folder.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        environment["PSModulePath"] = RepositoryLayout.Output;
        StagedModule.Output($"New-ConfigRunHandler dsc {_folder.At("files")}");

        await using ChildProcess dsc = ChildProcess.Start(
            "dotnet", [PowerShellHost.Dll, "-NoProfile", "-NonInteractive", "-File", _folder.At("files/datadogops-dsc.ps1"), "-Path", "web.dsc.yaml"], new ChildProcessOptions { Environment = environment });
        await dsc.WaitForExitAsync();

        Assert.True(dsc.ExitCode == 2, dsc.Output);
        Assert.Contains("access denied", (await EventAsync(look, "DSC configuration failed on")).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [ToolFact("puppet")]
    public async Task PuppetsOwnHttpReportsAreReceivedAndSent()
    {
        const string Token = "only-for-this-test-0123456789";
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        int port = FreePort.Next();
        using var stop = new CancellationTokenSource();
        Task receiving = Task.Run(() => StagedModule.Run(
            $"Receive-ConfigRunReport {port} -Token {Token} | Send-ConfigRunReport -StatePath {_folder.At("sent")} -ApiUri {intake.ApiUri} -ApiKey {intake.ApiKey}", cancellation: stop.Token));
        string manifest = _folder.Write("site.pp", $"file {{ '{_folder.At("motd")}': content => 'hello' }}\n");

        await ChildProcess.RunAsync(
            "puppet",
            ["apply", "--confdir", _folder.At("conf"), "--vardir", _folder.At("var"), "--rundir", _folder.At("run"), "--logdir", _folder.At("log"), "--reports", "http", "--reporturl", $"http://report:{Token}@127.0.0.1:{port}/", manifest],
            new ChildProcessOptions { Environment = Home() });

        await EventAsync(look, "Puppet changed resources on");
        await stop.CancelAsync();
        await receiving;
    }

    private static async Task<JsonElement> EventAsync(IntakeControl look, string title)
    {
        JsonElement found = default;
        await Polling.UntilAsync(
            async () =>
            {
                found = (await look.EventsAsync()).FirstOrDefault(one => one.GetProperty("title").GetString()!.StartsWith(title, StringComparison.Ordinal));
                return found.ValueKind == JsonValueKind.Object;
            },
            () => $"no event '{title}' came",
            timeoutSec: 120);
        return found;
    }

    private string Wire(string tool, IntakeProcess intake, string report)
    {
        string files = _folder.At("files");
        string environment = _folder.Write(
            "environment", string.Create(CultureInfo.InvariantCulture, $"DD_DOGSTATSD_URL={intake.DogStatsDEndpoint}\nXDG_STATE_HOME={_folder.At("state")}\n"));
        string runner = PowerShellHost.WriteProgram(_folder.At("pwsh"));
        StagedModule.Output($"New-ConfigRunHandler {tool} {files} -ReportPath {report} -PwshPath {runner} -EnvironmentPath {environment}");
        return files;
    }

    // What the tools and the sender would find at this user's home is left alone; a key of this machine must not be used.
    private Dictionary<string, string?> Home() => new() { ["HOME"] = _folder.Location, ["DD_API_KEY"] = null, ["ANSIBLE_LOCAL_TEMP"] = _folder.At("ansible"), ["ANSIBLE_HOME"] = _folder.At("ansible") };
}
