using System.Text.Json.Nodes;

namespace DatadogOps.Tests.Datadog;

public class NewDatadogDashboardTests
{
    [Fact]
    public void QueriesBecomeGraphsAndOtherWidgetsAreTakenAsTheyAre()
    {
        JsonObject json = DefinitionText.Export(
            "New-DatadogDashboard 'Load' 'avg:system.load.5{$env} by {host}', 'avg:b{*}' -Display Area -TemplateVariable env -Widget @{ type = 'note'; content = 'Look.'; show_tick = $true }, '{\"definition\":{\"type\":\"free_text\",\"text\":\"x\"}}' -Slug load");

        JsonArray widgets = json["widgets"]!.AsArray();
        Assert.Equal(["timeseries", "timeseries", "note", "free_text"], widgets.Select(widget => (string)widget!["definition"]!["type"]!));
        Assert.Equal("avg:system.load.5{$env} by {host}", (string)widgets[0]!["definition"]!["requests"]![0]!["queries"]![0]!["query"]!);
        Assert.Equal("area", (string)widgets[0]!["definition"]!["requests"]![0]!["display_type"]!);
        Assert.True((bool)widgets[2]!["definition"]!["show_tick"]!);
        Assert.Equal("ordered", (string)json["layout_type"]!);
    }

    [Fact]
    public void AWidgetThatIsNoneIsAnError() =>
        DefinitionText.Error(StagedModule.Run("New-DatadogDashboard 'Load' -Widget 'not json'"), "DefinitionUnreadable");

    [Fact]
    public void ATitleOfWhichNoSlugCanBeMadeAsksForOne() =>
        DefinitionText.Error(StagedModule.Run("New-DatadogDashboard '負荷'"), "DefinitionSlugInvalid");
}
