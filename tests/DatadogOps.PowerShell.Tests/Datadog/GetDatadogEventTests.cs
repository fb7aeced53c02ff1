using System.Management.Automation;
using System.Text.Json.Nodes;

namespace DatadogOps.Tests.Datadog;

public class GetDatadogEventTests
{
    [Fact]
    public async Task AllPagesAreReadAndFiltersGoAlong()
    {
        await using var server = new DefinitionServer();
        for (int i = 0; i < 2300; i++)
        {
            server.Events.Add(new JsonObject
            {
                ["id"] = 6906442829012912642L + i,
                ["id_str"] = $"{6906442829012912642L + i}",
                ["title"] = $"Run {i}",
                ["text"] = "done",
                ["date_happened"] = 1674842440 + i,
                ["alert_type"] = i % 100 == 0 ? "error" : "info",
                ["priority"] = "normal",
                ["host"] = "web1",
                ["source_type_name"] = "chef",
                ["tags"] = new JsonArray("env:prod"),
                ["url"] = "/event/event?id=1",
            });
        }

        IReadOnlyList<PSObject> all = StagedModule.Output($"Get-DatadogEvent env:prod, role:web -SourceName chef, puppet -Priority Normal -LastSec 86400 {server.At}");
        IReadOnlyList<PSObject> failed = StagedModule.Output($"Get-DatadogEvent -AlertType Error {server.At}");

        Assert.Equal((2300, 23), (all.Count, failed.Count));
        Assert.Contains("tags=env%3Aprod%2Crole%3Aweb", server.Reads[0], StringComparison.Ordinal);
        Assert.Contains("sources=chef%2Cpuppet", server.Reads[0], StringComparison.Ordinal);
        Assert.Contains("priority=normal", server.Reads[0], StringComparison.Ordinal);
        Assert.Equal(
            ("6906442829012912642", "Run 0", "web1", "chef", DateTimeOffset.FromUnixTimeSeconds(1674842440)),
            (all[0].Get("Id"), all[0].Get("Title"), all[0].Get("HostName"), all[0].Get("Source"), all[0].Get("Timestamp")));
    }

    [Fact]
    public async Task NoEventsAreNoOutput()
    {
        await using var server = new DefinitionServer();

        Assert.Empty(StagedModule.Output($"Get-DatadogEvent {server.At}"));
        Assert.Single(server.Reads);
    }
}
