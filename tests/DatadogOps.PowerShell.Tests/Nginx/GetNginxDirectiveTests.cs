using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Nginx;

public class GetNginxDirectiveTests
{
    [Fact]
    public void ReturnsDirectivesWithTheirPosition()
    {
        using var site = new TemporarySite();

        IReadOnlyList<PSObject> logs = StagedModule.Output($"Get-NginxDirective {site.Main} access_log");

        Assert.Equal(["http", "http/server/location", "http/server/location"], logs.Select(log => (string)log.Get("Context")!));
        Assert.Equal([4, 9, 10], logs.Select(log => (int)log.Get("Line")!));
        Assert.Equal([null, "/api/", "/health"], logs.Select(log => (string?)log.Get("Location")));
    }

    [Fact]
    public void ReturnsInheritedDirectives()
    {
        using var site = new TemporarySite();

        IReadOnlyList<PSObject> logs = StagedModule.Output($"Get-NginxDirective {site.Main} access_log -Context */location -Effective");

        Assert.Equal(
            [("/", true, site.Folder + "/access.log"), ("/api/", false, site.Folder + "/api.log combined"), ("/health", false, "off")],
            logs.Select(log => ((string)log.Get("Location")!, (bool)log.Get("IsInherited")!, (string)log.Get("Value")!)));
    }

    [Fact]
    public void ReportsThePositionOfSyntaxErrorsAndReadsOtherFiles()
    {
        using var site = new TemporarySite();
        using var broken = new TemporarySite("user a\nhttp { }}\n");

        PipelineResult result = StagedModule.Run($"Get-NginxDirective {broken.Main}, {site.Main} -Name listen");

        Assert.Single(result.Output);
        Assert.Equal($"{broken.Main}:2:9", Assert.Single(result.Errors).TargetObject);
    }
}
