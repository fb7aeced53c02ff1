using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

public sealed class TestConfigRunHandlerTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_in_order_passes_and_the_key_is_not_shown()
    {
        string line = Prepare();

        PipelineResult result = StagedModule.Run(line + " -Verbose -Debug");
        string[] findings = [.. result.Output.Select(item => $"{item!.Get("Rule")} {item!.Get("Status")} {item!.Get("Target")} {item!.Get("Expected")} {item!.Get("Actual")} {item!.Get("Recommendation")}")];

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(findings, finding => finding.Contains(" Failed ", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("Wiring Passed", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("Key Passed", StringComparison.Ordinal));
        Assert.DoesNotContain(findings.Concat(result.Verbose).Concat(result.Debug), text => text.Contains(Key, StringComparison.Ordinal));
        Assert.Equal(true, Assert.Single(StagedModule.Output(line + " -Quiet")).BaseObject);
    }

    [Fact]
    public void Everything_missing_or_wrong_is_found_with_a_recommendation()
    {
        string line = Prepare();
        string files = _folder.At("files");
        File.Delete(Path.Combine(files, "datadogops-puppet.path"));
        File.AppendAllText(Path.Combine(files, "datadogops-puppet.service"), "# mine\n");
        File.Delete(_folder.At("pwsh"));
        File.WriteAllText(_folder.At("puppet.conf"), $"[agent]\n# postrun_command = {files}/datadogops-puppet\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(files, "datadogops-puppet"), UnixFileMode.UserRead | UnixFileMode.OtherWrite);
            File.SetUnixFileMode(_folder.At("environment"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        IReadOnlyList<PSObject> findings = StagedModule.Output(line);
        string[] failed = [.. findings.Where(item => (string)item.Get("Status")! == "Failed").Select(item => $"{item.Get("Rule")} {Path.GetFileName((string)item.Get("Target")!)}")];

        Assert.Equal(
            ["File datadogops-puppet.path", "Key environment", "Mode datadogops-puppet", "Mode datadogops-puppet", "Pwsh pwsh", "Wiring puppet.conf"],
            failed.Order(StringComparer.Ordinal));
        Assert.Contains(findings, item => ((string)item.Get("Target")!).EndsWith("puppet.service", StringComparison.Ordinal) && (string)item.Get("Status")! == "Warning");
        Assert.All(findings.Where(item => (string)item.Get("Status")! != "Passed"), item => Assert.False(string.IsNullOrEmpty((string?)item.Get("Recommendation"))));
        Assert.Equal(false, Assert.Single(StagedModule.Output(line + " -Quiet")).BaseObject);
    }

    [Fact]
    public void Nothing_installed_at_all_is_no_error_of_the_command()
    {
        PipelineResult result = StagedModule.Run($"Test-ConfigRunHandler -Tool chef, ansible, dsc, salt -Path {_folder.At("nowhere")}");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Output, item => (string)item!.Get("Status")! == "Failed");
    }

    [Fact]
    public void A_file_of_cron_counts_when_it_calls_a_script_of_the_tool()
    {
        string cron = _folder.Write("cron", "# m h dom\n*/30 * * * * root /etc/datadogops/datadogops-puppet-apply site.pp\n");
        string other = _folder.Write("other", "# datadogops-puppet-apply\n*/30 * * * * root puppet apply site.pp\n");

        string OutcomeOf(string path) => (string)StagedModule.Run($"Test-ConfigRunHandler puppet -WiringPath {path}").Output.Single(one => (string)one!.Get("Rule")! == "Wiring")!.Get("Status")!;

        Assert.Equal(("Passed", "Failed"), (OutcomeOf(cron), OutcomeOf(other)));
    }

    private string Prepare()
    {
        string runner = _folder.WriteProgram("pwsh", "exit 0");
        string report = _folder.Write("last_run_report.yaml", "--- {}");
        string environment = _folder.Write("environment", $"DD_API_KEY={Key}\nDD_SITE=datadoghq.eu\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(environment, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        string files = _folder.At("files");
        string puppet = _folder.Write("puppet.conf", $"[agent]\npostrun_command = {files}/datadogops-puppet\n");
        string options = $"-PwshPath {runner} -ReportPath {report} -EnvironmentPath {environment}";
        StagedModule.Output($"New-ConfigRunHandler puppet {files} {options}");
        return $"Test-ConfigRunHandler puppet {files} {options} -WiringPath {puppet}";
    }
}
