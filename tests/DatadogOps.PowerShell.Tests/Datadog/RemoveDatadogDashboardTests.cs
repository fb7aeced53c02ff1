using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class RemoveDatadogDashboardTests
{
    [Fact]
    public async Task IdsDashboardsAndDefinitionsAreTaken()
    {
        await using var server = new DefinitionServer();
        const string Empty = """{"title":"D","layout_type":"ordered","widgets":[]}""";
        string id = (string)server.AddDashboard(Empty)["id"]!;
        server.AddDashboard(Empty);
        StagedModule.Output($"New-PgConnectionDashboard | Publish-DatadogDashboard {server.At}");

        PipelineResult preview = StagedModule.Run($"Get-DatadogDashboard {server.At} | Remove-DatadogDashboard {server.At} -WhatIf");
        Assert.Equal((3, 3), (preview.WhatIf.Count, server.Dashboards.Count));
        StagedModule.Output($"Remove-DatadogDashboard {id} {server.At} -Confirm:$false");
        StagedModule.Output($"New-PgConnectionDashboard | Remove-DatadogDashboard {server.At} -Confirm:$false");
        StagedModule.Output($"Get-DatadogDashboard {server.At} -Summary | Remove-DatadogDashboard {server.At} -Confirm:$false");

        Assert.Empty(server.Dashboards);
        DefinitionText.Error(StagedModule.Run($"New-PgConnectionDashboard | Remove-DatadogDashboard {server.At} -Confirm:$false"), "DatadogNotFound");
    }
}
