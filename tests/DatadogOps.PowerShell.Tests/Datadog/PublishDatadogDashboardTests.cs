using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class PublishDatadogDashboardTests
{
    [Fact]
    public async Task ItIsCreatedOnceLeftAloneAndThenUpdated()
    {
        await using var server = new DefinitionServer();
        string publish = $"Publish-DatadogDashboard {server.At}";

        PSObject first = Assert.Single(StagedModule.Output($"New-PgConnectionDashboard | {publish}"));
        PSObject second = Assert.Single(StagedModule.Output($"New-PgConnectionDashboard | {publish}"));
        int writes = server.Writes.Count;
        server.Dashboards[0]["notify_list"] = new JsonArray("dba@example.com");
        PipelineResult preview = StagedModule.Run($"New-PgConnectionDashboard 'PG' -Slug postgresql-connections -Critical 0.9 | {publish} -WhatIf");
        int previewed = server.Writes.Count;
        PSObject third = Assert.Single(StagedModule.Output($"New-PgConnectionDashboard 'PG' -Slug postgresql-connections -Critical 0.9 | {publish}"));

        Assert.Equal(("Created", "Unchanged", "Updated"), (first.Get("Action"), second.Get("Action"), third.Get("Action")));
        Assert.Equal((1, 1, 2), (writes, previewed, server.Writes.Count));
        Assert.Equal(first.Get("Id"), third.Get("Id"));
        string shown = string.Join('\n', preview.WhatIf);
        Assert.Contains("~ title: \"PostgreSQL connections\" -> \"PG\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"y = 0.85\" -> \"y = 0.9\"", shown, StringComparison.Ordinal);
        Assert.Equal("dba@example.com", (string)server.Dashboards[0]["notify_list"]![0]!);
    }

    [Fact]
    public async Task WhatIsReadIsPublishedUnchanged()
    {
        await using var server = new DefinitionServer();
        server.AddDashboard("""{"title":"D","layout_type":"ordered","widgets":[{"definition":{"type":"group","widgets":[{"definition":{"type":"future"}}]}}]}""");

        PSObject result = Assert.Single(StagedModule.Output($"Get-DatadogDashboard {server.At} | Publish-DatadogDashboard {server.At}"));

        Assert.Equal("Unchanged", result.Get("Action"));
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task TwoOfOneSlugAreAnError()
    {
        await using var server = new DefinitionServer();
        for (int i = 0; i < 2; i++)
        {
            server.AddDashboard("""{"title":"D","description":"Managed by DatadogOps (datadogops_id:d)","layout_type":"ordered","widgets":[]}""");
        }

        DefinitionText.Error(StagedModule.Run($"New-DatadogDashboard d 'avg:a{{*}}' | Publish-DatadogDashboard {server.At}"), "DefinitionAmbiguous");
    }

    [Fact]
    public async Task OneOfManyWidgetsIsPublished()
    {
        // Its answer is longer than what is looked through for errors.
        await using var server = new DefinitionServer();
        string queries = string.Join(", ", Enumerable.Range(0, 400).Select(i => $"'avg:metric.number.{i}{{*}} by {{host}}'"));

        PSObject result = Assert.Single(StagedModule.Output($"New-DatadogDashboard 'Large' {queries} | Publish-DatadogDashboard {server.At}"));

        Assert.Equal("Created", result.Get("Action"));
    }
}
