using System.Globalization;
using System.Text;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Telemetry.Delivery;

/// <summary>Whatever an item holds, the body of its request holds the same, or the item is refused by name.</summary>
public sealed class ApiBodyPropertyTests
{
    private static readonly DateTimeOffset Now = FixedTime.Noon.GetUtcNow();
    private static readonly DatadogApiOptions Noon = new() { Time = FixedTime.Noon };

    [Property(Arbitrary = [typeof(HostileReports)], MaxTest = 500)]
    public void An_event_arrives_as_it_was_or_is_refused(DatadogEvent made)
    {
        DatadogEvent item = made with { Timestamp = Now.AddMinutes(-1) };
        if (Send(sender => sender.AddAsync(item, default)) is not { } json)
        {
            Assert.True(string.IsNullOrWhiteSpace(item.Title), "Nothing but the title can be wrong here.");
            return;
        }

        Assert.Equal(Wire(item.Title), Text(json, "title"));
        Assert.Equal(Wire(item.Text.Length == 0 ? item.Title : item.Text), Text(json, "text"));
        Assert.Equal(WireOrNull(item.AggregationKey), Text(json, "aggregation_key"));
        Assert.Equal(WireOrNull(item.SourceTypeName), Text(json, "source_type_name"));
        Assert.Equal(item.AlertType.ToString().ToLowerInvariant(), Text(json, "alert_type"));
        Assert.Equal(Now.AddMinutes(-1).ToUnixTimeSeconds(), json.GetProperty("date_happened").GetInt64());
        Assert.Equal(item.Tags.Count(tag => tag.Length > 0), json.TryGetProperty("tags", out JsonElement tags) ? tags.GetArrayLength() : 0);
    }

    [Property(Arbitrary = [typeof(HostileReports)], MaxTest = 500)]
    public void An_alert_arrives_as_it_was_or_is_refused(DatadogEvent made)
    {
        DatadogEvent item = made with { Timestamp = null, Category = DatadogEventCategory.Alert };
        if (Send(sender => sender.AddAsync(item, default)) is not { } json)
        {
            Assert.True(
                string.IsNullOrWhiteSpace(item.Title) || item.AlertType == DatadogAlertType.Info || item.Priority == DatadogEventPriority.Low || !string.IsNullOrEmpty(item.SourceTypeName),
                "There was no reason to refuse it.");
            return;
        }

        JsonElement alert = json.GetProperty("data").GetProperty("attributes");
        Assert.Equal(Wire(item.Title), Text(alert, "title"));
        Assert.Equal(WireOrNull(item.Text), Text(alert, "message"));
        Assert.Equal(WireOrNull(item.AggregationKey), Text(alert, "aggregation_key"));
        Assert.Equal(Now, DateTimeOffset.Parse(Text(alert, "timestamp")!, CultureInfo.InvariantCulture));
    }

    [Property(Arbitrary = [typeof(HostileReports)], MaxTest = 500)]
    public void A_service_check_arrives_as_it_was_or_is_refused(DatadogServiceCheck made)
    {
        DatadogServiceCheck item = made with { Timestamp = null };
        if (Send(sender => sender.AddAsync(item, default)) is not { } json)
        {
            Assert.NotNull(ServiceCheckRules.Check(item));
            return;
        }

        JsonElement check = Assert.Single(json.EnumerateArray());
        Assert.Equal(Wire(item.Name), Text(check, "check"));
        Assert.Equal(WireOrNull(item.Message), Text(check, "message"));
        Assert.Equal(DatadogServiceCheckStatus.CodeOf(item.Status), check.GetProperty("status").GetInt32());
    }

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 500)]
    public void A_log_entry_arrives_as_it_was_or_is_refused(HostileText message, HostileText service)
    {
        if (Send(sender => sender.AddAsync(new DatadogLog { Message = message.Value, Service = service.Value }, default)) is not { } json)
        {
            Assert.Empty(message.Value);
            return;
        }

        JsonElement entry = Assert.Single(json.EnumerateArray());
        Assert.Equal((Wire(message.Value), WireOrNull(service.Value)), (Text(entry, "message"), Text(entry, "service")));
    }

    // The seed decides how long tags are and how well they compress, and so which limit is met first.
    [Property(MaxTest = 12)]
    public void No_payload_is_larger_than_either_limit(int seed)
    {
        var random = new Random(seed);
        using var lane = Metrics.Lane();
        int length = random.Next(1, 190);
        int noise = random.Next(0, length + 1);
        int sent = 0;
        int read = 0;
        for (int i = 0; i < 15_000; i++)
        {
            string tag = string.Concat(Enumerable.Range(0, noise).Select(_ => (char)random.Next('a', 'z' + 1))) + new string(random.Next(9) == 0 ? 'é' : 'x', length - noise);
            DatadogMetric metric = Metrics.Gauge("test.size", random.NextDouble(), tag) with { Timestamp = Now };
            if (lane.TryAdd(metric, Now) != PayloadFit.Added)
            {
                read += ReadWithinLimits(lane);
                Assert.Equal(PayloadFit.Added, lane.TryAdd(metric, Now));
            }

            sent++;
        }

        Assert.Equal(sent, read + ReadWithinLimits(lane));
    }

    private static int ReadWithinLimits(MetricLane lane)
    {
        using DatadogPayload payload = lane.Take()!;
        Assert.InRange(payload.Body.Length, 1, 512_000);
        string text = payload.ReadText();
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 5_242_880);
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("series").EnumerateArray().Sum(series => series.GetProperty("points").GetArrayLength());
    }

    // The body of the one request that would be made; null where the item was refused.
    private static JsonElement? Send(Func<ApiSender, ValueTask<OperationException?>> add)
    {
        var shown = new List<string>();
        using ApiSender sender = ApiSender.Preview(DatadogSite.FromName(DatadogSite.DefaultName), Noon, shown.Add);
        OperationException? refusal = add(sender).AsTask().GetAwaiter().GetResult();
        sender.FlushAsync(default).AsTask().GetAwaiter().GetResult();
        if (refusal is not null)
        {
            Assert.NotEmpty(refusal.Advice);
            Assert.Empty(shown);
            return null;
        }

        string request = Assert.Single(shown);
        return JsonElement.Parse(request[(request.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
    }

    // Half of a surrogate pair is no text; UTF-8 has a sign in its place.
    private static string Wire(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string? WireOrNull(string? text) => string.IsNullOrEmpty(text) ? null : Wire(text);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
