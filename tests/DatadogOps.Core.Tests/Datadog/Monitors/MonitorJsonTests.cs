using System.Text.Json.Nodes;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Tests.Datadog.Monitors;

public class MonitorJsonTests
{
    [Fact]
    public void RemovedPropertiesAreNotRestoredFromTheSource()
    {
        DatadogMonitor read = MonitorJson.Read(Parse("""{"name":"M","query":"q > 1","priority":2,"options":{"thresholds":{"critical":1,"warning":0.5},"notify_no_data":true,"no_data_timeframe":10,"x":1}}"""));

        JsonObject json = MonitorJson.Write(read with { Warning = null, Priority = null, NoDataSeconds = null });

        Assert.Equal("""{"thresholds":{"critical":1},"notify_no_data":true,"x":1}""", json["options"]!.ToJsonString());
        Assert.False(json.ContainsKey("priority"));
    }

    [Fact]
    public void FieldsOfUnexpectedTypesAreIgnored()
    {
        DatadogMonitor read = MonitorJson.Read(Parse("""{"id":"seven","name":1,"query":[],"tags":[1,"a:b",null],"options":[],"priority":2.5,"created":"never"}"""));

        Assert.Equal((null, "", "", "a:b", null, null), (read.Id, read.Name, read.Query, read.Tags.ToString(), read.Priority, read.Created));
    }

    [Fact]
    public void IntervalsAreSecondsHereAndWholeMinutesInTheApi()
    {
        DatadogMonitor read = MonitorJson.Read(Parse("""{"name":"M","query":"q > 1","options":{"no_data_timeframe":10,"renotify_interval":60}}"""));

        JsonObject options = MonitorJson.Write(read with { RenotifySeconds = 90 })["options"]!.AsObject();

        Assert.Equal((600, 3600), (read.NoDataSeconds, read.RenotifySeconds));
        Assert.Equal((10, 2), ((int)options["no_data_timeframe"]!, (int)options["renotify_interval"]!));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
