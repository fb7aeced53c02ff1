using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Events from parameters and from any objects arrive as they were meant, both ways.</summary>
public class SendDatadogEventTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Fact]
    public async Task EventsArriveAsTheyWereMeant()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"{delivery.Connect}Send-DatadogEvent 'Deployed 4.2' 'All went well.' -AlertType Success -Priority Low -AggregationId shop -HostName web1 -Tag env:prod");
        PSObject sent = Assert.Single(
            StagedModule.Output(
                $"Send-DatadogEvent -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key} -PassThru",
                [StagedModule.Record(("Title", "By property"), ("AlertType", "warning"), ("Tags", "a:b,c:d")), StagedModule.Record(("Title", "Another"))]));

        Assert.Equal((2L, 0L, 0L), (sent.Get("Accepted"), sent.Get("Spooled"), sent.Get("Dropped")));
        IReadOnlyList<JsonElement> events = await delivery.Control.EventsAsync();
        Assert.Equal(["Another", "By property", "Deployed 4.2"], events.Select(one => one.GetProperty("title").GetString()).Order(StringComparer.Ordinal));
        JsonElement deployed = events.Single(one => one.GetProperty("title").GetString() == "Deployed 4.2");
        Assert.Equal(("All went well.", "success", "low", "web1"), (Text(deployed, "text"), Text(deployed, "alert_type"), Text(deployed, "priority"), Text(deployed, "host")));
    }

    [Fact]
    public async Task ByDogStatsDTheyNeedNoKey()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"Send-DatadogEvent 'By datagram' -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}");
        await Polling.UntilAsync(async () => (await delivery.Control.EventsAsync()).Count == 1, () => "the event did not come");
    }

    [Fact]
    public void AnObjectWithoutATitleIsOneError()
    {
        PipelineResult result = StagedModule.Run("Send-DatadogEvent -DogStatsDEndpoint udp://127.0.0.1:9", [StagedModule.Record(("Name", "x"))]);
        Assert.StartsWith("InputObjectUnknown", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAlertGoesToEventManagementWithItsStatus()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"{delivery.Connect}Send-DatadogEvent 'db2 is behind' 'By an hour.' -Category Alert -AlertType Error -PriorityLevel 2 -AggregationId db2 -HostName db2 -Tag env:prod -Runbook https://wiki.example.com/r -Attribute @{{ ticket = 'OPS-7' }}");
        JsonElement alert = Assert.Single(await delivery.Control.EventsAsync());
        Assert.Equal(("alert", "By an hour.", "error", "db2", "db2"), (Text(alert, "category"), Text(alert, "text"), Text(alert, "alert_type"), Text(alert, "host"), Text(alert, "aggregation_key")));
        JsonElement attributes = Attributes(alert);
        Assert.Equal(("error", "2"), (Text(attributes, "status"), Text(attributes, "priority")));
        Assert.Equal("OPS-7", Text(attributes.GetProperty("custom"), "ticket"));
        Assert.Equal(("runbook", "https://wiki.example.com/r"), (Text(attributes.GetProperty("links")[0], "category"), Text(attributes.GetProperty("links")[0], "url")));
        Assert.Contains("env:prod", alert.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task AChangeTellsWhatWasAndWhatIs()
    {
        await delivery.ResetAsync();
        PSObject sent = Assert.Single(StagedModule.Output(
            $"{delivery.Connect}Send-DatadogEvent 'Pool' -Category Change -ChangedResource shop/pool -ChangedResourceType FeatureFlag -Author ann -AuthorType Automation -ImpactedService shop, pay -PreviousValue @{{ size = 20 }} -NewValue @{{ size = 40 }} -PassThru"));
        Assert.Equal((1L, "Api"), (sent.Get("Accepted"), sent.Get("Transport")!.ToString()));
        JsonElement change = Assert.Single(await delivery.Control.EventsAsync());
        Assert.Equal("change", Text(change, "category"));
        JsonElement attributes = Attributes(change);
        Assert.Equal(("shop/pool", "feature_flag"), (Text(attributes.GetProperty("changed_resource"), "name"), Text(attributes.GetProperty("changed_resource"), "type")));
        Assert.Equal(("ann", "automation"), (Text(attributes.GetProperty("author"), "name"), Text(attributes.GetProperty("author"), "type")));
        Assert.Equal(["shop", "pay"], attributes.GetProperty("impacted_resources").EnumerateArray().Select(one => Text(one, "name")));
        Assert.Equal((20, 40), (attributes.GetProperty("prev_value").GetProperty("size").GetInt32(), attributes.GetProperty("new_value").GetProperty("size").GetInt32()));
    }

    [Fact]
    public async Task ObjectsFromThePipelineHaveCategoriesToo()
    {
        await delivery.ResetAsync();
        StagedModule.Output(
            $"Send-DatadogEvent -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key}",
            [
                StagedModule.Record(("Title", "a"), ("EventCategory", "Alert"), ("AlertType", "Warning"), ("PriorityLevel", 3)),
                StagedModule.Record(("Title", "b"), ("EventCategory", "Change"), ("ChangedResource", "x"), ("Author", "ann")),
                StagedModule.Record(("Title", "c"), ("Category", "(0)"), ("Author", "of something else")),
            ]);
        IReadOnlyList<JsonElement> events = await delivery.Control.EventsAsync();
        Assert.Equal(["alert", "change", null], events.OrderBy(one => Text(one, "title"), StringComparer.Ordinal).Select(one => one.TryGetProperty("category", out JsonElement category) ? category.GetString() : null));
    }

    [Theory]
    [InlineData("-Category Alert", "-AlertType Error")]
    [InlineData("-Category Alert -AlertType Error -ChangedResource x", "-Category Change")]
    [InlineData("-Category Alert -AlertType Error -Runbook ftp://x/y", "https://")]
    [InlineData("-Category Alert -AlertType Error -Priority Low", "-Priority")]
    [InlineData("-Category Change", "-ChangedResource")]
    [InlineData("-Category Change -Author ann", "-ChangedResource")]
    [InlineData("-Category Change -ChangedResource x -AlertType Error", "-Category Alert")]
    [InlineData("-ChangedResource x -Transport Api", "-Category")]
    public async Task WhatDoesNotGoWithTheCategoryIsRefusedWithAnAdvice(string parameters, string advice)
    {
        await delivery.ResetAsync();
        PipelineResult result = StagedModule.Run($"{delivery.Connect}Send-DatadogEvent x {parameters}");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("EventFieldInvalid", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(advice, error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(await delivery.Control.EventsAsync());
    }

    [Fact]
    public async Task AnEventThatCouldNotLeaveKeepsItsCategoryInTheSpool()
    {
        await delivery.ResetAsync();
        using (RefusingPort refusing = new())
        {
            StagedModule.Run($"Send-DatadogEvent kept -Category Change -ChangedResource x -ApiUri http://127.0.0.1:{refusing.Port} -ApiKey {DeliveryFixture.Key} -SpoolPath '{delivery.Spool}' -TimeoutSec 1");
        }

        PSObject entry = Assert.Single(StagedModule.Output($"Get-DatadogSpool -SpoolPath '{delivery.Spool}'"));
        Assert.Equal("CategorizedEvent", entry.Get("Kind")!.ToString());
    }

    private static JsonElement Attributes(JsonElement one)
    {
        JsonElement attributes = one.GetProperty("attributes");
        return attributes.ValueKind == JsonValueKind.String ? JsonElement.Parse(attributes.GetString()!) : attributes;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
