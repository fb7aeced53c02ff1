using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DatadogOps.Intake.Hosting;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests;

/// <summary>An intake on free ports, with a clock that stands.</summary>
public sealed class IntakeFixture : IAsyncLifetime
{
    public const string ApiKey = "the-api-key-of-these-tests";
    public const string ApplicationKey = "the-application-key-of-these-tests";

    private IntakeServer? _server;

    internal ManualClock Clock { get; } = new();

    public HttpClient Http { get; } = new();

    public IntakeControl Control { get; private set; } = null!;

    public int HttpPort => _server!.ApiUri.Port;

    public long Now => Clock.Seconds;

    public async Task InitializeAsync()
    {
        _server = await IntakeServer.StartAsync(
            new IntakeOptions { Port = 0, DogStatsDPort = 0, ApiKey = ApiKey, ApplicationKey = ApplicationKey, HostName = "here" },
            Clock);
        Http.BaseAddress = _server.ApiUri;
        Control = new IntakeControl(_server.ApiUri);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        Control.Dispose();
        await StopAsync();
    }

    /// <summary>Stops the intake before its time.</summary>
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? apiKey = ApiKey, string? applicationKey = ApplicationKey, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (apiKey is not null)
        {
            request.Headers.Add("DD-API-KEY", apiKey);
        }

        if (applicationKey is not null)
        {
            request.Headers.Add("DD-APPLICATION-KEY", applicationKey);
        }

        change?.Invoke(request);
        using HttpResponseMessage response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        using JsonDocument body = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return (response.StatusCode, body.RootElement.Clone());
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(HttpStatusCode Status, JsonElement Body)> PostSeriesAsync(string json, string? apiKey = ApiKey) =>
        SendAsync(HttpMethod.Post, "api/v2/series", new StringContent(json, Encoding.UTF8, "application/json"), apiKey);

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string json, HttpMethod? method = null) =>
        SendAsync(method ?? HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<(HttpStatusCode Status, JsonElement Body)> QueryAsync(string query, int seconds = 300) =>
        GetAsync($"api/v1/query?from={Now - seconds}&to={Now + 1}&query={Uri.EscapeDataString(query)}");

    /// <summary>Sends a datagram and waits until it was taken.</summary>
    public async Task SendDogStatsDAsync(string text)
    {
        long before = await PacketsAsync();
        using var client = new UdpClient();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        await client.SendAsync(bytes, bytes.Length, new IPEndPoint(IPAddress.Loopback, _server!.DogStatsDPort));
        await Polling.UntilAsync(async () => await PacketsAsync() > before, () => "The datagram did not arrive");
    }

    public Task FlushAsync() => SendAsync(HttpMethod.Post, "intake/flush");

    private async Task<long> PacketsAsync() => (await GetAsync("intake/health")).Body.GetProperty("dogstatsd").GetProperty("packets").GetInt64();
}
