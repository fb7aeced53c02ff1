using System.Management.Automation;
using System.Text.Json.Nodes;

namespace DatadogOps.Tests.Datadog;

public class GetDatadogDashboardTests
{
    [Fact]
    public async Task DashboardsAreReadWholeAndSummariesByOneRequest()
    {
        await using var server = new DefinitionServer();
        for (int i = 0; i < 3; i++)
        {
            server.AddDashboard($$$"""{"title":"D {{{i}}}","layout_type":"ordered","future_field":{{{i}}},"widgets":[{"definition":{"type":"note","content":"x"}}]}""");
        }

        IReadOnlyList<PSObject> whole = StagedModule.Output($"Get-DatadogDashboard -Title 'D [12]' {server.At}");
        int reads = server.Reads.Count;
        IReadOnlyList<PSObject> summaries = StagedModule.Output($"Get-DatadogDashboard -Summary {server.At}");

        Assert.Equal([("D 1", (int?)1), ("D 2", 1)], whole.Select(one => ((string)one.Get("Title")!, (int?)one.Get("WidgetCount"))));
        Assert.Equal((3, 1), (reads, server.Reads.Count - reads));
        Assert.All(summaries, one => Assert.Null(one.Get("WidgetCount")));
    }

    [Fact]
    public async Task WhatIsReadIsExportedWhole()
    {
        await using var server = new DefinitionServer();
        string id = (string)server.AddDashboard("""{"title":"D","layout_type":"free","future_field":[1],"widgets":[{"definition":{"type":"future"},"layout":{"x":1,"y":2,"width":3,"height":4}}]}""")["id"]!;

        JsonObject json = DefinitionText.Export($"Get-DatadogDashboard {id} {server.At}");

        Assert.Equal("[1]", json["future_field"]!.ToJsonString());
        Assert.Equal("""{"x":1,"y":2,"width":3,"height":4}""", json["widgets"]![0]!["layout"]!.ToJsonString());
        Assert.Equal((id, "free"), ((string)json["id"]!, (string)json["layout_type"]!));
        DefinitionText.Error(StagedModule.Run($"Get-DatadogDashboard -Summary {server.At} | Export-DatadogDashboard"), "DashboardIncomplete");
        DefinitionText.Error(StagedModule.Run($"Get-DatadogDashboard 'a/b' {server.At}"), "DefinitionIdInvalid");
        DefinitionText.Error(StagedModule.Run($"Get-DatadogDashboard abc-abc-abc {server.At}"), "DatadogNotFound");
    }
}
