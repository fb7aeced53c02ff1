using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx;

public class AddNginxAgentLogFilterTests
{
    [NginxFact]
    public void IsIdempotentAndKeepsABackup()
    {
        using var site = new TemporarySite();
        string before = site.Text;

        PSObject result = Assert.Single(StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder}"));
        PSObject again = Assert.Single(StagedModule.Output($"Add-NginxAgentLogFilter {site.Folder} -Prefix {site.Folder}"));

        Assert.Equal(("Changed", 2, true, false), ((string)result.Get("Change")!, (int)result.Get("AccessLogs")!, (bool)result.Get("Tested")!, (bool)result.Get("Reloaded")!));
        Assert.Equal(before, File.ReadAllText((string)result.Get("BackupPath")!));
        Assert.Contains("access_log " + site.Folder + "/access.log combined \"if=$datadog_agent_loggable\";", site.Text, StringComparison.Ordinal);
        Assert.Equal("None", again.Get("Change"));
    }

    [Fact]
    public void ShowsTheDiffAndWritesNothingUnderWhatIf()
    {
        using var site = new TemporarySite();
        string before = site.Text;
        string[] files = Directory.GetFileSystemEntries(site.Folder);

        PipelineResult result = StagedModule.Run($"Add-NginxAgentLogFilter {site.Main} -AccessLogPath /var/log/x.log -WhatIf");

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(before, site.Text);
        Assert.Equal(files, Directory.GetFileSystemEntries(site.Folder));
        string shown = string.Join('\n', result.WhatIf);
        Assert.Contains("\n+    map $http_user_agent $datadog_agent_loggable {", shown, StringComparison.Ordinal);
        Assert.Contains($"\n-    access_log {site.Folder}/access.log;", shown, StringComparison.Ordinal);
    }

    [NginxFact]
    public void RestoresWhatNginxRejects()
    {
        // A directive of a module that is not there is refused before the change; a format that is not there, too.
        using var site = new TemporarySite(TemporarySite.Usual.Replace("combined;", "nowhere;", StringComparison.Ordinal));
        string before = site.Text;

        PipelineResult result = StagedModule.Run($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder}");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("NginxTestFailed", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("unknown log format \"nowhere\"", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, site.Text);
        Assert.DoesNotContain(Directory.GetFiles(site.Folder), file => file.EndsWith(".bak", StringComparison.Ordinal) || file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void NoTestSkipsNginx()
    {
        using var site = new TemporarySite();

        PSObject result = Assert.Single(StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -NoTest -KeepFailures"));

        Assert.Equal(("Changed", false), ((string)result.Get("Change")!, (bool)result.Get("Tested")!));
    }

    [NginxFact]
    public async Task ReloadsTheRunningNginx()
    {
        using var site = new TemporarySite();
        string program = NginxServer.Find(out _)!;
        // With a master process, which alone takes a reload.
        await using ChildProcess nginx = ChildProcess.Start(program, ["-p", site.Folder, "-c", site.Main, "-g", "daemon off;"], new ChildProcessOptions { DeathSignal = "KILL" });
        using HttpClient client = Agent();
        await Polling.UntilAsync(async () => await AsksAsync(client, site), () => nginx.Output);

        PSObject result = Assert.Single(StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder} -Reload"));

        Assert.True((bool)result.Get("Reloaded")!);
        await Polling.UntilAsync(async () => !await IsLoggedAsync(client, site), () => "the Agent is still logged: " + nginx.Output);
        await nginx.StopAsync();
    }

    [NginxFact]
    public async Task ReloadsEvenIfNothingWasChanged()
    {
        using var site = new TemporarySite();
        string program = NginxServer.Find(out _)!;
        await using ChildProcess nginx = ChildProcess.Start(program, ["-p", site.Folder, "-c", site.Main, "-g", "daemon off;"], new ChildProcessOptions { DeathSignal = "KILL" });
        using HttpClient client = Agent();
        await Polling.UntilAsync(async () => await AsksAsync(client, site), () => nginx.Output);
        string add = $"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder}";
        StagedModule.Output(add);

        PipelineResult whatIf = StagedModule.Run(add + " -Reload -WhatIf");
        bool loggedBefore = await IsLoggedAsync(client, site);
        PSObject result = Assert.Single(StagedModule.Output(add + " -Reload"));

        Assert.Empty(whatIf.Output);
        Assert.Contains($"Reload nginx with {site.Main}", string.Join('\n', whatIf.WhatIf), StringComparison.Ordinal);
        Assert.True(loggedBefore);
        Assert.Equal(("None", true, true), ((string)result.Get("Change")!, (bool)result.Get("Tested")!, (bool)result.Get("Reloaded")!));
        await Polling.UntilAsync(async () => !await IsLoggedAsync(client, site), () => "the Agent is still logged: " + nginx.Output);
        await nginx.StopAsync();
    }

    [NginxFact]
    public void ReportsAFailedReload()
    {
        using var site = new TemporarySite();
        StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder}");

        PipelineResult result = StagedModule.Run($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder} -Reload");

        Assert.Empty(result.Output);
        Assert.Equal("NginxReloadFailed", Assert.Single(result.ErrorIds()));
    }

    [Theory]
    [InlineData("http {\n  access_log /x;\n", "NginxSyntaxInvalid")]
    [InlineData("events {}\n", "NginxNoHttpBlock")]
    [InlineData("http { include nowhere.conf; }", "NginxFileNotFound")]
    [InlineData("http { include nginx.conf; }", "NginxIncludeCycle")]
    public void ReportsOneErrorForAnUnsupportedConfiguration(string text, string errorId)
    {
        using var site = new TemporarySite(text);

        PipelineResult result = StagedModule.Run($"Add-NginxAgentLogFilter {site.Main} -NoTest");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal((1, errorId), (result.ExitCode, error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.NotEmpty(error.ErrorDetails!.RecommendedAction!);
        Assert.Equal(text, site.Text);
    }

    [Fact]
    public void RejectsReloadWithNoTest()
    {
        PipelineResult result = StagedModule.Run("Add-NginxAgentLogFilter nginx.conf -NoTest -Reload");

        Assert.Equal((2, "NginxReloadWithNoTest"), (result.ExitCode, result.TerminatingError!.FullyQualifiedErrorId.Split(',')[0]));
    }

    private static HttpClient Agent()
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Datadog Agent/7.60.0");
        return client;
    }

    // nginx writes the line after the answer.
    private static async Task<bool> IsLoggedAsync(HttpClient client, TemporarySite site)
    {
        string log = Path.Combine(site.Folder, "access.log");
        long before = new FileInfo(log).Length;
        await AsksAsync(client, site);
        await Task.Delay(50);
        return new FileInfo(log).Length > before;
    }

    private static async Task<bool> AsksAsync(HttpClient client, TemporarySite site)
    {
        try
        {
            return (await client.GetStringAsync(new Uri($"http://127.0.0.1:{site.Port}/"))) == "shop";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
