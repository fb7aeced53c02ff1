using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Nginx;

public class RemoveNginxAgentLogFilterTests
{
    [Fact]
    public void RestoresTheBytesAndKeepsLaterEdits()
    {
        using var site = new TemporarySite();
        string before = site.Text;
        StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -NoTest");
        File.WriteAllText(site.Main, site.Text.Replace("server_name shop.example;", "server_name shop.example www.shop.example;", StringComparison.Ordinal));

        Assert.Equal("Changed", Assert.Single(StagedModule.Output($"Remove-NginxAgentLogFilter {site.Main} -NoTest -Confirm:$false")).Get("Change"));

        Assert.Equal(before.Replace("server_name shop.example;", "server_name shop.example www.shop.example;", StringComparison.Ordinal), site.Text);
    }

    [Fact]
    public void WritesNothingWithoutAFilter()
    {
        using var site = new TemporarySite();
        DateTime written = File.GetLastWriteTimeUtc(site.Main);

        Assert.Equal("None", Assert.Single(StagedModule.Output($"Remove-NginxAgentLogFilter {site.Main} -NoTest -Confirm:$false")).Get("Change"));

        Assert.Equal(written, File.GetLastWriteTimeUtc(site.Main));
    }

    [Fact]
    public void WritesNothingUnderWhatIf()
    {
        using var site = new TemporarySite();
        StagedModule.Output($"Add-NginxAgentLogFilter {site.Main} -NoTest");
        string with = site.Text;

        PipelineResult result = StagedModule.Run($"Remove-NginxAgentLogFilter {site.Main} -WhatIf");

        Assert.Equal((0, with), (result.ExitCode, site.Text));
    }
}
