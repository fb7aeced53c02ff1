using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DatadogOps.Intake.Hosting;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Storage;

/// <summary>What was acknowledged is there again, however the intake ended.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("intake").FullName, "data");

    private static string Program => Path.Combine(AppContext.BaseDirectory, "intake.dll");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task Kill_9_under_load_loses_nothing_that_was_acknowledged()
    {
        var points = new ConcurrentBag<int>();
        var events = new ConcurrentBag<string>();
        var monitors = new ConcurrentBag<long>();
        for (int round = 0; round < 3; round++)
        {
            await using IntakeProcess intake = await StartAsync();
            using HttpClient http = Client(intake);
            using var stop = new CancellationTokenSource();
            int from = round * 1_000_000;
            Task[] load = [.. Enumerable.Range(0, 6).Select(worker => Task.Run(() => LoadAsync(http, from + (worker * 100_000), points, events, monitors, stop.Token)))];
            int goal = points.Count + 60;
            await Polling.UntilAsync(() => points.Count >= goal && !monitors.IsEmpty && !events.IsEmpty, () => "Nothing is acknowledged");
            await intake.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(load);
        }

        await using IntakeProcess again = await StartAsync();
        HashSet<int> kept = [.. (await again.Control.SeriesAsync("kill.point")).SelectMany(series => series.GetProperty("points").EnumerateArray()).Select(point => (int)point[1].GetDouble())];
        Assert.Empty(points.Except(kept));
        HashSet<string> titles = [.. (await again.Control.EventsAsync()).Select(one => one.GetProperty("title").GetString()!)];
        Assert.Empty(events.Except(titles));
        using HttpClient reader = Client(again);
        using JsonDocument all = JsonDocument.Parse(await reader.GetStringAsync("api/v1/monitor"));
        Assert.Empty(monitors.Except(all.RootElement.EnumerateArray().Select(one => one.GetProperty("id").GetInt64())));
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        long then = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string id;
        await using (IntakeServer server = await ServeAsync())
        {
            using HttpClient http = Client(server.ApiUri);
            using var control = new IntakeControl(server.ApiUri);
            await PostAsync(http, "api/v2/series", $$"""{"series":[{"metric":"r.gauge","points":[{"timestamp":{{then}},"value":1}],"resources":[{"name":"h1","type":"host"}]}]}""");
            await PostAsync(http, "api/v1/distribution_points", $$"""{"series":[{"metric":"r.dist","points":[[{{then}},[1,2]]]}]}""");
            await PostAsync(http, "api/v1/check_run", """[{"check":"r.check","host_name":"h","status":1,"tags":[]}]""");
            await PostAsync(http, "api/v2/logs", """[{"message":"r.log"}]""");
            await PostAsync(http, "api/v1/tags/hosts/h1", """{"tags":["a:b"]}""");
            id = JsonDocument.Parse(await PostAsync(http, "api/v1/events", """{"title":"r.event","text":"x"}""")).RootElement.GetProperty("event").GetProperty("id_str").GetString()!;
            using var udp = new UdpClient();
            byte[] datagram = Encoding.UTF8.GetBytes("r.count:5|c\nr.hist:1:2:3|h\n_e{5,1}:r.dsd|x");
            await udp.SendAsync(datagram, datagram.Length, new IPEndPoint(IPAddress.Loopback, server.DogStatsDPort));
            await Polling.UntilAsync(async () => (await control.CountsAsync()).Packets == 1, () => "The datagram did not arrive");
            await control.AdvanceClockAsync(TimeSpan.FromMinutes(1));
        }

        await using IntakeServer again = await ServeAsync();
        using var look = new IntakeControl(again.ApiUri);
        foreach (string metric in new[] { "r.gauge", "r.dist", "r.count", "r.hist.count" })
        {
            Assert.Single(await look.SeriesAsync(metric));
        }

        Assert.Single(await look.ChecksAsync());
        Assert.Single(await look.LogsAsync());
        Assert.Equal(["r.event", "r.dsd"], (await look.EventsAsync()).Select(one => one.GetProperty("title").GetString()));
        using HttpClient client = Client(again.ApiUri);
        Assert.Contains("r.event", await client.GetStringAsync("api/v1/events/" + id), StringComparison.Ordinal);
        Assert.Contains("a:b", await client.GetStringAsync("api/v1/tags/hosts/h1"), StringComparison.Ordinal);
        Assert.Contains("\"advance_seconds\":60", await client.GetStringAsync("intake/clock"), StringComparison.Ordinal);

        await look.FlushAsync();
        Assert.Equal(0, (await look.CountsAsync()).Points);
    }

    [Fact]
    public async Task Files_are_the_owners_only_and_for_one_intake_at_a_time()
    {
        await using IntakeServer server = await ServeAsync();
        using HttpClient http = Client(server.ApiUri);
        await PostAsync(http, "api/v1/events", """{"title":"t","text":"x"}""");
        Assert.True(OwnerOnly.Is(_folder));
        string[] files = Directory.GetFiles(_folder);
        Assert.Contains(files, file => file.EndsWith("intake.db-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.True(OwnerOnly.Is(file), file));

        StartException refused = await Assert.ThrowsAsync<StartException>(ServeAsync);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("Another intake may use it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "intake.db"), new string('x', 10_000));
        StartException refused = await Assert.ThrowsAsync<StartException>(ServeAsync);
        Assert.Contains("intake.db", refused.Message, StringComparison.Ordinal);
    }

    private static async Task LoadAsync(HttpClient http, int from, ConcurrentBag<int> points, ConcurrentBag<string> events, ConcurrentBag<long> monitors, CancellationToken stop)
    {
        try
        {
            for (int number = from; !stop.IsCancellationRequested; number++)
            {
                long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                string value = number.ToString(CultureInfo.InvariantCulture);
                await PostAsync(http, "api/v2/series", $$"""{"series":[{"metric":"kill.point","tags":["n:n{{value}}"],"points":[{"timestamp":{{now}},"value":{{value}}}]}]}""");
                points.Add(number);
                if (number % 5 == 0)
                {
                    await PostAsync(http, "api/v1/events", $$"""{"title":"{{value}}","text":"x"}""");
                    events.Add(value);
                }

                if (number % 7 == 0)
                {
                    string made = await PostAsync(http, "api/v1/monitor", $$"""{"name":"{{value}}","type":"query alert","query":"avg(last_5m):avg:m{*} > 1"}""");
                    using JsonDocument monitor = JsonDocument.Parse(made);
                    monitors.Add(monitor.RootElement.GetProperty("id").GetInt64());
                }
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what was under way is not acknowledged.
        }
    }

    private static async Task<string> PostAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(path, content);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {body}");
        return body;
    }

    private Task<IntakeProcess> StartAsync() => IntakeProcess.StartAsync(new IntakeProcessOptions { ProgramPath = Program, DataPath = _folder });

    private Task<IntakeServer> ServeAsync() => IntakeServer.StartAsync(
        new IntakeOptions { Port = 0, DogStatsDPort = 0, DataPath = _folder, ApiKey = IntakeFixture.ApiKey, ApplicationKey = IntakeFixture.ApplicationKey },
        TimeProvider.System);

    private static HttpClient Client(IntakeProcess intake)
    {
        var http = new HttpClient { BaseAddress = intake.ApiUri };
        http.DefaultRequestHeaders.Add("DD-API-KEY", intake.ApiKey);
        http.DefaultRequestHeaders.Add("DD-APPLICATION-KEY", intake.ApplicationKey);
        return http;
    }

    private static HttpClient Client(Uri apiUri)
    {
        var http = new HttpClient { BaseAddress = apiUri };
        http.DefaultRequestHeaders.Add("DD-API-KEY", IntakeFixture.ApiKey);
        http.DefaultRequestHeaders.Add("DD-APPLICATION-KEY", IntakeFixture.ApplicationKey);
        return http;
    }
}
