using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Postgres;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry.Delivery.Spool;

/// <summary>What could not be delivered is kept whole, private, bounded and for its own site, and leaves in order.</summary>
public sealed class DeliverySpoolTests
{
    private static readonly DatadogSite Site = DatadogSite.FromName("datadoghq.eu");
    private static readonly DatadogSite Other = DatadogSite.FromName("us3.datadoghq.com");

    [Fact]
    public void Files_are_for_their_user_alone_and_tell_what_they_hold()
    {
        using var temporary = new TemporarySpool();
        using DatadogPayload payload = TemporarySpool.Payload(points: 3);
        Assert.Equal(0, temporary.Spool.Write(Site, payload));

        DatadogSpoolEntry entry = Assert.Single(temporary.Entries);
        Assert.Equal(("datadoghq.eu", "Series", SpoolState.Waiting, 3), (entry.Site, entry.Kind, entry.State, entry.Items));
        Assert.Equal((payload.Oldest, payload.Newest), (entry.Oldest, entry.Newest));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(entry.Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(temporary.Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(entry.Path)!));
        }
    }

    [Fact]
    public void A_payload_comes_back_byte_for_byte_and_for_its_own_site_only()
    {
        using var temporary = new TemporarySpool();
        using DatadogPayload payload = TemporarySpool.Payload(points: 5);
        temporary.Spool.Write(Site, payload);
        string path = Assert.Single(temporary.Spool.WaitingFor(Site));
        using DatadogPayload read = DeliverySpool.Read(path, Site)!;
        Assert.Equal(payload.Body.ToArray(), read.Body.ToArray());
        Assert.Empty(temporary.Spool.WaitingFor(Other));
        Assert.Throws<InvalidDataException>(() => DeliverySpool.Read(path, Other));
    }

    [Fact]
    public void A_file_that_was_changed_anywhere_is_noticed()
    {
        using var temporary = new TemporarySpool();
        using DatadogPayload payload = TemporarySpool.Payload();
        temporary.Spool.Write(Site, payload);
        string path = Assert.Single(temporary.Spool.WaitingFor(Site));
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x10;
            File.WriteAllBytes(path, changed);
            Assert.Throws<InvalidDataException>(() => DeliverySpool.Read(path, Site));
        }

        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InvalidDataException>(() => DeliverySpool.Read(path, Site));
        }
    }

    [Fact]
    public void A_full_spool_drops_the_oldest_and_says_how_many()
    {
        using var temporary = new TemporarySpool(maxBytes: 2000);
        var names = new List<string>();
        long dropped = 0;
        for (int i = 0; i < 20; i++)
        {
            using DatadogPayload payload = TemporarySpool.Payload($"test.n{i}", points: 2);
            dropped += temporary.Spool.Write(Site, payload);
            names.Add($"test.n{i}");
        }

        DatadogSpoolEntry[] left = temporary.Entries;
        Assert.InRange(left.Sum(entry => entry.Bytes), 1, 2000);
        Assert.Equal(40, dropped + left.Sum(entry => entry.Items));
        Assert.Equal(names[^left.Length..], left.Select(entry => PayloadParts.Names(DeliverySpool.Read(entry.Path, Site)!).Trim('\'')));
    }

    [Fact]
    public void A_folder_that_others_may_write_to_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // its folders inherit their rights
        }

        using var temporary = new TemporarySpool();
        using DatadogPayload payload = TemporarySpool.Payload();
        temporary.Spool.Write(Site, payload);
        string folder = Path.GetDirectoryName(Assert.Single(temporary.Entries).Path)!;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        Assert.Equal(TelemetryErrorIds.SpoolUnusable, Assert.Throws<OperationException>(() => temporary.Spool.Write(Site, payload)).ErrorId);
    }

    [Fact]
    public async Task The_oldest_leaves_first_and_torn_foreign_and_old_files_are_set_aside()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        DatadogSite site = DatadogSite.FromUri(server.Uri);
        using var temporary = new TemporarySpool();
        foreach (string name in new[] { "test.first", "test.torn", "test.second" })
        {
            using DatadogPayload payload = TemporarySpool.Payload(name);
            temporary.Spool.Write(site, payload);
        }

        using (DatadogPayload old = TemporarySpool.Payload("test.old", at: DateTimeOffset.UtcNow.AddHours(-2)))
        {
            temporary.Spool.Write(site, old);
        }

        string[] paths = temporary.Spool.WaitingFor(site);
        File.WriteAllBytes(paths[1], File.ReadAllBytes(paths[1])[..50]);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(paths[0])!, "00000000000000-a-b-1.spool"), "not ours");

        SpoolDelivery report = await DrainAsync(temporary, server.Uri);

        Assert.Equal(2, report.Accepted);
        Assert.Equal(["test.first", "test.second"], server.Requests.Select(request => request.ReadText().Split('"')[5]));
        Assert.Equal(
            [TelemetryErrorIds.SpoolFileExpired, TelemetryErrorIds.SpoolFileRejected, TelemetryErrorIds.SpoolFileRejected],
            report.Problems.Select(problem => problem.ErrorId).Order(StringComparer.Ordinal));
        Assert.Equal([SpoolState.Expired, SpoolState.Rejected, SpoolState.Rejected], temporary.Entries.Select(entry => entry.State).Order());
    }

    [Fact]
    public async Task Of_a_payload_that_is_partly_too_old_the_rest_is_sent()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using var temporary = new TemporarySpool();
        using var lane = Metrics.Lane();
        lane.TryAdd(Metrics.Gauge("test.mixed", 1), DateTimeOffset.UtcNow.AddMinutes(-61));
        lane.TryAdd(Metrics.Gauge("test.mixed", 2), DateTimeOffset.UtcNow);
        using DatadogPayload payload = lane.Take()!;
        temporary.Spool.Write(DatadogSite.FromUri(server.Uri), payload);

        SpoolDelivery report = await DrainAsync(temporary, server.Uri);

        Assert.Equal((1, 1), (report.Accepted, report.SetAside));
        Assert.Contains("\"value\":2", Assert.Single(server.Requests).ReadText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"value\":1", server.Requests[0].ReadText(), StringComparison.Ordinal);
        Assert.Empty(temporary.Entries);
    }

    [Fact]
    public async Task What_fails_on_the_way_stays_and_one_process_at_a_time_delivers()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(503));
        using var temporary = new TemporarySpool();
        using (DatadogPayload payload = TemporarySpool.Payload())
        {
            temporary.Spool.Write(DatadogSite.FromUri(server.Uri), payload);
        }

        SpoolDelivery report = await DrainAsync(temporary, server.Uri);
        Assert.Equal(TelemetryErrorIds.DatadogUnavailable, report.Failure?.ErrorId);
        Assert.Equal(SpoolState.Waiting, Assert.Single(temporary.Entries).State);

        using IDisposable? right = temporary.Spool.TryLock(DatadogSite.FromUri(server.Uri));
        Assert.NotNull(right);
        Assert.True((await DrainAsync(temporary, server.Uri)).IsLocked);
    }

    [Fact]
    public void Only_files_of_the_spool_are_removed()
    {
        using var temporary = new TemporarySpool();
        string elsewhere = Path.GetTempFileName();
        try
        {
            var entry = new DatadogSpoolEntry { Site = "", State = SpoolState.Waiting, Bytes = 0, Created = default, Path = elsewhere };
            Assert.Throws<OperationException>(() => temporary.Spool.Remove(entry));
            Assert.True(File.Exists(elsewhere));
        }
        finally
        {
            File.Delete(elsewhere);
        }
    }

    [Fact]
    public void No_key_is_in_a_file()
    {
        using var temporary = new TemporarySpool();
        using DatadogPayload payload = TemporarySpool.Payload();
        temporary.Spool.Write(Site, payload);
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Assert.Single(temporary.Entries).Path));
        Assert.DoesNotContain("key", text, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<SpoolDelivery> DrainAsync(TemporarySpool temporary, Uri address)
    {
        DatadogSite site = DatadogSite.FromUri(address);
        using var client = new DatadogApiClient(site, DatadogSiteTests.Key("0123456789abcdef"), new DatadogApiOptions { MaxRetries = 0 });
        return await SpoolDelivery.DrainAsync(temporary.Spool, client, () => true, default);
    }
}
