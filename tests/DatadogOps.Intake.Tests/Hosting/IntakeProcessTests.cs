using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Hosting;

public sealed class IntakeProcessTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "intake.dll");

    [Fact]
    public async Task Starts_answers_and_stops_on_a_signal()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync(new IntakeProcessOptions { ProgramPath = Program });
        using var http = new HttpClient { BaseAddress = intake.ApiUri };
        Assert.Equal("ok", (await http.GetFromJsonAsync<JsonElement>("intake/health")).GetProperty("status").GetString());
        Assert.Equal("127.0.0.1", intake.ApiUri.Host);

        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/validate");
        request.Headers.Add("DD-API-KEY", intake.ApiKey);
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(request)).StatusCode);

        Assert.Equal(0, await intake.StopAsync());
        Assert.Contains(intake.ApiUri.ToString(), intake.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(intake.ApiKey, intake.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "HTTP cannot listen")]
    [InlineData("--dogstatsd-port", "DogStatsD cannot listen")]
    public async Task Says_which_port_is_taken(string option, string message)
    {
        using var taken = new RefusingPort();
        using var sink = new UdpSink();
        int port = option == "--port" ? taken.Port : sink.Port;
        TestbedException failure = await Assert.ThrowsAsync<TestbedException>(() =>
            IntakeProcess.StartAsync(new IntakeProcessOptions { ProgramPath = Program, Arguments = [option, $"{port}"] }));
        Assert.Contains($"{message} on 127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
    }
}
