using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Nginx;

public class UpdateNginxAgentLogFilterTests
{
    [Fact]
    public void ReplacesTheLegacyFilter()
    {
        using var site = new TemporarySite(TemporarySite.Legacy);
        string before = site.Text;

        PSObject result = Assert.Single(StagedModule.Output($"Update-NginxAgentLogFilter {site.Main} -NoTest"));

        Assert.Equal("Changed", result.Get("Change"));
        Assert.DoesNotContain("if (", site.Text, StringComparison.Ordinal);
        Assert.True((bool)Assert.Single(StagedModule.Output($"Test-NginxAgentLogFilter {site.Main} -Quiet")).BaseObject);
        int start = before.IndexOf("            if (", StringComparison.Ordinal);
        int end = before.IndexOf("            return 200", StringComparison.Ordinal);
        StagedModule.Output($"Remove-NginxAgentLogFilter {site.Main} -NoTest -Confirm:$false");
        Assert.Equal(before.Remove(start, end - start), site.Text);
    }

    [Fact]
    public void KeepsAnIfThatDoesMoreWithAWarning()
    {
        using var site = new TemporarySite(TemporarySite.Legacy.Replace("access_log off;", "access_log off; return 204;", StringComparison.Ordinal));

        PipelineResult result = StagedModule.Run($"Update-NginxAgentLogFilter {site.Main} -NoTest");

        Assert.Contains("line 8", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("access_log off; return 204;", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AppliesOtherSettings()
    {
        using var site = new TemporarySite();
        StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -NoTest");
        StagedModule.Output($"Update-NginxAgentLogFilter {site.Main} -NoTest -KeepFailures");

        Assert.Contains("map \"$status:$http_user_agent\" $datadog_agent_loggable {", site.Text, StringComparison.Ordinal);
        Assert.Equal(1, site.Text.Split("map ").Length - 1);
    }
}
