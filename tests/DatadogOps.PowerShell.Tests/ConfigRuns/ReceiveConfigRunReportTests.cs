using System.Net;
using System.Text;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

public sealed class ReceiveConfigRunReportTests : IDisposable
{
    private const string Token = "only-for-this-test-0123456789";

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_chef_posts_comes_down_the_pipeline()
    {
        int port = FreePort.Next();
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> receiving = Task.Run(() => StagedModule.Run($"Receive-ConfigRunReport {port} -Token {Token} -Verbose -Debug", cancellation: stop.Token));

        HttpStatusCode status = 0;
        await Polling.UntilAsync(async () => (status = await PostAsync(port, ChefMessages.Start("one"))) != 0, () => "it does not listen");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(port, ChefMessages.Failed("one", "disk full")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync(port, "{\"no\":\"report\"}"));
        await stop.CancelAsync();
        PipelineResult result = await receiving;

        Assert.Equal(130, result.ExitCode);
        Assert.Equal(("one", "db01", "Failed"), (Assert.Single(result.Output)!.Get("RunId"), result.Output[0]!.Get("HostName"), result.Output[0]!.Get("Status")!.ToString()));
        Assert.StartsWith("ConfigRunReportUnknown", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Verbose.Concat(result.Debug), line => line.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_token_it_does_not_begin()
    {
        PipelineResult result = StagedModule.Run($"Receive-ConfigRunReport {FreePort.Next()}");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("ConfigRunReceiverTokenMissing", result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> PostAsync(int port, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/data-collector/v0/") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("x-data-collector-token", Token);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
