using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class RemoveDatadogMonitorTests
{
    [Fact]
    public async Task IdsMonitorsPublicationsAndDefinitionsAreTaken()
    {
        await using var server = new DefinitionServer();
        JsonObject one = server.AddMonitor("""{"name":"A","query":"q > 1"}""");
        server.AddMonitor("""{"name":"B","query":"q > 1"}""");

        StagedModule.Output($"Remove-DatadogMonitor {one["id"]} {server.At} -Force -Confirm:$false");
        StagedModule.Output($"Get-DatadogMonitor -Name B {server.At} | Remove-DatadogMonitor {server.At} -Confirm:$false");
        StagedModule.Output($"New-PgConnectionMonitor | Publish-DatadogMonitor {server.At} | Remove-DatadogMonitor {server.At} -Confirm:$false");
        StagedModule.Output($"New-PgConnectionMonitor Idle | Publish-DatadogMonitor {server.At}");
        StagedModule.Output($"New-PgConnectionMonitor Idle | Remove-DatadogMonitor {server.At} -Confirm:$false");

        Assert.Empty(server.Monitors);
        Assert.EndsWith($"{one["id"]}?force=true", server.Writes[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIfRemovesNothing()
    {
        await using var server = new DefinitionServer();
        server.AddMonitor("""{"name":"A","query":"q > 1"}""");

        PipelineResult result = StagedModule.Run($"Get-DatadogMonitor {server.At} | Remove-DatadogMonitor {server.At} -WhatIf");

        Assert.Contains("'A'", Assert.Single(result.WhatIf), StringComparison.Ordinal);
        Assert.Single(server.Monitors);
    }

    [Fact]
    public async Task ADefinitionThatWasNeverPublishedIsAnError()
    {
        await using var server = new DefinitionServer();

        DefinitionText.Error(StagedModule.Run($"New-PgConnectionMonitor | Remove-DatadogMonitor {server.At} -Confirm:$false"), "DatadogNotFound");
    }
}
