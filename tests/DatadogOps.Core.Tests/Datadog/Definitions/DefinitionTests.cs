using System.Text.Json.Nodes;
using DatadogOps.Aws.Iam;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Datadog.Definitions;

public class DefinitionTests
{
    [Fact]
    public void DifferencesAreToldByPathAndNumbersAreComparedByValue()
    {
        JsonObject there = Parse("""{"a":1.0,"b":{"c":"x","d":null},"tags":["x:1","y:2"],"list":[1,2],"gone":true,"text":"one\ntwo\nthree"}""");
        JsonObject wanted = Parse("""{"a":1,"b":{"c":"z"},"tags":["Y:2","w:3"],"list":[1,3,4],"text":"one\n2\nthree"}""");

        Assert.Equal(
            ["~ b.c: \"x\" -> \"z\"", "+ tags: w:3", "- tags: x:1", "~ list[1]: 2 -> 3", "+ list[2]: 4", "~ text:", "    - two", "    + 2", "- gone: true"],
            DefinitionDifference.Compare(there, wanted));
        Assert.Empty(DefinitionDifference.Compare(there, there.DeepClone().AsObject()));
    }

    [Fact]
    public void WhatIsTakenAwayFromAMonitorIsNotTakenFromItsSource()
    {
        DatadogMonitor read = MonitorJson.Read(Parse("""{"name":"M","query":"q > 1","priority":2,"options":{"thresholds":{"critical":1,"warning":0.5},"notify_no_data":true,"no_data_timeframe":10,"x":1}}"""));

        JsonObject json = MonitorJson.Write(read with { Warning = null, Priority = null, NoDataSeconds = null });

        Assert.Equal("""{"thresholds":{"critical":1},"notify_no_data":true,"x":1}""", json["options"]!.ToJsonString());
        Assert.False(json.ContainsKey("priority"));
    }

    [Fact]
    public void AMonitorOfOddFieldsIsReadWithoutThem()
    {
        DatadogMonitor read = MonitorJson.Read(Parse("""{"id":"seven","name":1,"query":[],"tags":[1,"a:b",null],"options":[],"priority":2.5,"created":"never"}"""));

        Assert.Equal((null, "", "", "a:b", null, null), (read.Id, read.Name, read.Query, read.Tags.ToString(), read.Priority, read.Created));
    }

    [Theory]
    [InlineData("PostgreSQL: 85 % (prod)", "postgresql-85-prod")]
    [InlineData("--A--", "a")]
    public void SlugsAreMadeOfNames(string name, string slug) => Assert.Equal(slug, ManagedMarker.MakeSlug(name));

    [Fact]
    public void MarkersAreReplacedAndFoundAgain()
    {
        TagSet tags = ManagedMarker.Mark(ManagedMarker.Mark(new TagSet("a:b"), "one"), "two");
        string description = ManagedMarker.Mark(ManagedMarker.Mark("For the DBAs.", "one"), "two");

        Assert.Equal("a:b,managed_by:datadogops,datadogops_id:two", tags.ToString());
        Assert.Equal("For the DBAs.\n\nManaged by DatadogOps (datadogops_id:two)", description);
        Assert.Equal(("two", "two"), (ManagedMarker.SlugOf(tags), ManagedMarker.SlugOf(description)));
        Assert.Null(ManagedMarker.SlugOf(new TagSet("datadogops_id:two")));
        Assert.Null(ManagedMarker.SlugOf("datadogops_id:two"));
    }

    [Theory]
    [InlineData("datadoghq.com", "https://app.datadoghq.com/monitors/7")]
    [InlineData("us3.datadoghq.com", "https://us3.datadoghq.com/monitors/7")]
    public void PagesAreOnTheSite(string site, string page) => Assert.Equal(page, DatadogPages.Of(DatadogSite.FromName(site), "monitors/7")!.ToString());

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
