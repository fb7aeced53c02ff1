using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx;

public class TestNginxAgentLogFilterTests
{
    [Fact]
    public void ReturnsAFindingForEachServerAndLocation()
    {
        using var site = new TemporarySite();

        IReadOnlyList<PSObject> findings = StagedModule.Output($"Test-NginxAgentLogFilter {site.Main}");

        Assert.Equal(
            [(null, "Logged"), ("/", "Logged"), ("/api/", "Logged"), ("/health", "NotLogged")],
            findings.Select(finding => ((string?)finding.Get("Location"), (string)finding.Get("Actual")!)));
        Assert.All(findings, finding => Assert.Equal("shop.example", finding.Get("ServerName")));
        Assert.All(findings, finding => Assert.NotEmpty((string)finding.Get("Reason")!));
        Assert.All(findings, finding => Assert.Equal(("AgentNotLogged", "NotLogged"), ((string)finding.Get("Rule")!, (string)finding.Get("Expected")!)));
        Assert.Equal(["Failed", "Failed", "Failed", "Passed"], findings.Select(finding => (string)finding.Get("Status")!));
        Assert.Equal(["shop.example", "shop.example /", "shop.example /api/", "shop.example /health"], findings.Select(finding => (string)finding.Get("Target")!));
        Assert.False((bool)Assert.Single(StagedModule.Output($"Test-NginxAgentLogFilter {site.Main} -Quiet")).BaseObject);
    }

    [Fact]
    public void ReturnsAFindingWithoutServersToo()
    {
        using var site = new TemporarySite("events {}\nhttp {}\n");

        PSObject finding = Assert.Single(StagedModule.Output($"Test-NginxAgentLogFilter {site.Main}"));

        Assert.Equal(("Skipped", site.Main), ((string)finding.Get("Status")!, (string)finding.Get("Target")!));
        Assert.True((bool)Assert.Single(StagedModule.Output($"Test-NginxAgentLogFilter {site.Main} -Quiet")).BaseObject);
    }

    [Fact]
    public void KnowsThePitfallsOfLegacyFilters()
    {
        using var site = new TemporarySite(TemporarySite.Legacy
            .Replace("return 200 \"shop\";", "try_files $uri /x;\n location /nested/ { root /x; }", StringComparison.Ordinal));

        IReadOnlyList<PSObject> findings = StagedModule.Output($"Test-NginxAgentLogFilter {site.Main}");

        Assert.Contains(findings, finding => (string?)finding.Get("Location") == "/" && (string)finding.Get("Actual")! == "Uncertain" && ((string)finding.Get("Reason")!).Contains("try_files", StringComparison.Ordinal));
        Assert.Contains(findings, finding => (string?)finding.Get("Location") == "/nested/" && (string)finding.Get("Actual")! == "Logged");
    }

    [NginxFact]
    public async Task ProbesWithRequests()
    {
        using var site = new TemporarySite();
        string line = $"Test-NginxAgentLogFilter {site.Main} -Prefix {site.Folder} -Probe http://127.0.0.1:{site.Port}/";
        await using (NginxServer server = await NginxServer.StartAsync(site.Folder, site.Port))
        {
            Assert.Equal("Logged", Assert.Single(StagedModule.Output(line)).Get("Actual"));
        }

        StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -Prefix {site.Folder}");
        await using (NginxServer server = await NginxServer.StartAsync(site.Folder, site.Port))
        {
            PSObject finding = Assert.Single(StagedModule.Output(line));
            Assert.Equal(("NotLogged", site.Folder + "/access.log"), ((string)finding.Get("Actual")!, (string)finding.Get("LogPath")!));
        }
    }

    [NginxFact]
    public async Task IsInconclusiveWithoutTheBrowsersLine()
    {
        using var site = new TemporarySite();
        using var refusing = new RefusingPort();
        PipelineResult refused = StagedModule.Run($"Test-NginxAgentLogFilter {site.Main} -Probe http://127.0.0.1:{refusing.Port}/");
        await using NginxServer server = await NginxServer.StartAsync(site.Folder, site.Port);
        PipelineResult quiet = StagedModule.Run($"Test-NginxAgentLogFilter {site.Main} -Prefix {site.Folder} -Probe http://127.0.0.1:{site.Port}/health -TimeoutSec 1");

        Assert.Equal("NginxProbeInconclusive", Assert.Single(refused.ErrorIds()));
        Assert.Equal("NginxProbeInconclusive", Assert.Single(quiet.ErrorIds()));
    }
}
