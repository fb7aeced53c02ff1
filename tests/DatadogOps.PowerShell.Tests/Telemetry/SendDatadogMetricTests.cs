using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text.Json;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using DatadogOps.Tests.Engine;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.Telemetry;

/// <summary>The main line from a real server to the local Datadog, and that nothing is sent or shown that must not be.</summary>
[Collection(ServerSuite.Name)]
public class SendDatadogMetricTests(ServerFixture server)
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [PostgresFact]
    public async Task WhatAServerHoldsIsWhatDatadogAnswers()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync(new IntakeProcessOptions { ApiKey = Key });
        string look = $"Get-PgConnectionState {server.At} -ExcludeSelf -GroupBy ApplicationName, State";

        PSObject sent = Assert.Single(StagedModule.Output($"{look} | Send-DatadogMetric -Transport Api -ApiUri {intake.ApiUri} -ApiKey {Key} -Tag way:api -PassThru"));
        StagedModule.Output($"{look} | Send-DatadogMetric -DogStatsDEndpoint {intake.DogStatsDEndpoint} -Tag way:dogstatsd");

        Assert.Equal((3L, 0L), (sent.Get("Accepted"), sent.Get("Dropped")));
        foreach (string way in new[] { "api", "dogstatsd" })
        {
            Dictionary<string, double> byState = [];
            await Polling.UntilAsync(
                async () => (byState = await QueryAsync(intake, $"sum:postgresql.connection_state{{way:{way}}} by {{state}}")).Count == 3, () => $"nothing came by {way}");
            Assert.Equal(new Dictionary<string, double> { ["active"] = 1, ["idle"] = 3, ["idle_in_transaction"] = 2 }, byState);
            Assert.Equal(3, Assert.Single(await QueryAsync(intake, $"sum:postgresql.connection_state{{way:{way},state:idle}} by {{application_name}}")).Value);
        }
    }

    [Fact]
    public void UnderWhatIfThePayloadIsShownAndNothingIsSent()
    {
        using var sink = new UdpSink();

        PipelineResult byDogStatsD = StagedModule.Run($"Send-DatadogMetric app.users 3 -Tag env:prod -DogStatsDEndpoint {sink.Endpoint} -WhatIf");
        PipelineResult byApi = StagedModule.Run($"Send-DatadogMetric app.users 3 -Tag env:prod -ApiUri http://127.0.0.1:{sink.Port} -ApiKey {Key} -WhatIf -Verbose -Debug");

        Assert.Contains("app.users:3|g|#env:prod", string.Join('\n', byDogStatsD.WhatIf), StringComparison.Ordinal);
        Assert.Contains("\"metric\":\"app.users\"", string.Join('\n', byApi.WhatIf), StringComparison.Ordinal);
        Assert.Contains("DD-API-KEY: ****", string.Join('\n', byApi.WhatIf), StringComparison.Ordinal);
        Assert.DoesNotContain(byApi.WhatIf.Concat(byApi.Verbose).Concat(byApi.Debug), line => line.Contains(Key, StringComparison.Ordinal));
        Assert.Equal((0, 0, 0L), (byDogStatsD.ExitCode, byApi.ExitCode, sink.Datagrams));
    }

    [Fact]
    public void MembersOfSetsComeByParameterAndFromObjects()
    {
        using var sink = new UdpSink();
        string way = $"-DogStatsDEndpoint {sink.Endpoint} -WhatIf";

        PipelineResult byParameter = StagedModule.Run($"Send-DatadogMetric shop.users -SetMember ann, 'b|b' -HostName web1 -Tag env:prod {way}");
        PipelineResult byObject = StagedModule.Run($"Send-DatadogMetric {way}", [StagedModule.Record(("Name", "shop.users"), ("SetMember", "cy"))]);
        PipelineResult byApi = StagedModule.Run($"Send-DatadogMetric shop.users -SetMember ann -Transport Api -ApiUri http://127.0.0.1:{sink.Port} -ApiKey {Key} -WhatIf");

        Assert.Contains("shop.users:ann|s|#env:prod,host:web1\nshop.users:b_b|s|#env:prod,host:web1", string.Join('\n', byParameter.WhatIf), StringComparison.Ordinal);
        Assert.Contains("shop.users:cy|s", string.Join('\n', byObject.WhatIf), StringComparison.Ordinal);
        Assert.Contains("MetricTypeNotSupported", Assert.Single(byApi.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHangingReceiverDoesNotHoldUpAStop()
    {
        await using var hanging = new HangingListener();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();

        PipelineResult result = StagedModule.Run($"Send-DatadogMetric a.b 1 -ApiUri http://127.0.0.1:{hanging.Port} -ApiKey {Key} -TimeoutSec 60", cancellation: stop.Token);

        Assert.Equal(130, result.ExitCode);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 2);
    }

    [Fact]
    public void WithoutAKeyTheApiIsRefusedBeforeAnythingIsSent()
    {
        PipelineResult result = StagedModule.Run("Send-DatadogMetric a.b 1 -Transport Api -ApiUri http://127.0.0.1:9");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("DD_API_KEY", result.TerminatingError!.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, double>> QueryAsync(IntakeProcess intake, string query)
    {
        using var client = new HttpClient { BaseAddress = intake.ApiUri };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        client.DefaultRequestHeaders.Add("DD-API-KEY", intake.ApiKey);
        client.DefaultRequestHeaders.Add("DD-APPLICATION-KEY", intake.ApplicationKey);
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using JsonDocument answer = JsonDocument.Parse(
            await client.GetStringAsync(new Uri($"api/v1/query?from={now - 120}&to={now + 10}&query={Uri.EscapeDataString(query)}", UriKind.Relative)));
        return answer.RootElement.GetProperty("series").EnumerateArray().ToDictionary(
            series => series.GetProperty("tag_set")[0].GetString()!.Split(':')[1],
            series => series.GetProperty("pointlist").EnumerateArray().Last()[1].GetDouble());
    }
}
