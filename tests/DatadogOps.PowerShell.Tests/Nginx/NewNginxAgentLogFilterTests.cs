using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Nginx;

public class NewNginxAgentLogFilterTests
{
    [Fact]
    public void ReturnsTheMapAndItsPlacement()
    {
        PSObject filter = Assert.Single(StagedModule.Output("New-NginxAgentLogFilter"));

        Assert.Equal("map $http_user_agent $datadog_agent_loggable {\n    default 1;\n    \"~^Datadog Agent/\" 0;\n}\n", filter.Get("Text"));
        Assert.Equal(("http", "if=$datadog_agent_loggable", (object?)null), ((string)filter.Get("Placement")!, (string)filter.Get("LogParameter")!, filter.Get("Warning")));
    }

    [Fact]
    public void ReturnsTheLegacyStyleWithAWarning()
    {
        PipelineResult result = StagedModule.Run("New-NginxAgentLogFilter -Style if -AgentKind agent");

        Assert.Contains("try_files", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("if ($http_user_agent ~ \"^Datadog Agent/\") {\n    access_log off;\n}\n", result.Output[0]!.Get("Text"));
        Assert.Equal("If", result.Output[0]!.Get("Style"));
    }

    [Fact]
    public void SupportsOtherUserAgentsFailuresAndAddresses()
    {
        PSObject filter = Assert.Single(StagedModule.Output(
            "New-NginxAgentLogFilter -AgentKind SyntheticsApi, SyntheticsBrowser -UserAgent 'Up+Time (v1.*)/?' -KeepFailures -AllowedAddress 10.1.2.3/8, ::1 -VariableName '$quiet'"));

        string text = (string)filter.Get("Text")!;
        Assert.Contains("    10.0.0.0/8 1;\n    ::1/128 1;\n", text, StringComparison.Ordinal);
        Assert.Contains("map \"$quiet_address:$status:$http_user_agent\" $quiet {\n    volatile;\n    default 1;\n", text, StringComparison.Ordinal);
        Assert.Contains("\"~^1:[23][0-9][0-9]:Datadog/Synthetics\" 0;", text, StringComparison.Ordinal);
        Assert.Contains("\"~^1:[23][0-9][0-9]:Up[+]Time [(]v1[.].*[)]/.\\\\z\" 0;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Datadog Agent/", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-AllowedAddress 10.0.0.0/33")]
    [InlineData("-AllowedAddress shop.example")]
    [InlineData("-AllowedAddress 10.1")]
    [InlineData("-VariableName 'http_x'")]
    [InlineData("-VariableName 'a b'")]
    [InlineData("-UserAgent '**'")]
    [InlineData("-Style If -KeepFailures")]
    public void RejectsInvalidSettings(string parameters)
    {
        PipelineResult result = StagedModule.Run($"New-NginxAgentLogFilter {parameters}");

        Assert.Equal((2, "NginxFilterInvalid"), (result.ExitCode, result.TerminatingError!.FullyQualifiedErrorId.Split(',')[0]));
    }
}
