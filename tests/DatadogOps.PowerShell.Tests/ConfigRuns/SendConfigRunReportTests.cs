using System.Globalization;
using System.Text.Json;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>From reports to the local Datadog, and that each run is told once, whatever goes wrong in between.</summary>
public sealed class SendConfigRunReportTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFailedRunIsAnEventWithItsCauseAndMetricsUnderBothNames()
    {
        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        _folder.Write("run.json", ChefMessages.Failed("one", "password=hunter2 @oncall disk full"));

        PipelineResult result = StagedModule.Run($"{Send(intake)} -Tag team:web -PassThru -Verbose -Debug");

        Assert.Empty(result.Errors);
        JsonElement told = Assert.Single(await look.EventsAsync());
        string text = told.GetProperty("text").GetString()!;
        Assert.StartsWith("Chef failed", told.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ("error", "normal", "chef:db01", "db01", "chef"),
            (Text(told, "alert_type"), Text(told, "priority"), Text(told, "aggregation_key"), Text(told, "host"), Text(told, "source_type_name")));
        Assert.Contains("disk full", text, StringComparison.Ordinal);
        Assert.Contains("(@)oncall", text, StringComparison.Ordinal);
        Assert.Contains("shellout.rb:300", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told.GetRawText(), StringComparison.Ordinal);
        string?[] tags = [.. told.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];
        Assert.All(new[] { "env:staging", "team:web", "tool:chef", "status:failed" }, tag => Assert.Contains(tag, tags));
        foreach (string metric in new[] { "chef.run.failure", "config_run.failure" })
        {
            Assert.Equal(1, Assert.Single(await look.SeriesAsync(metric)).GetProperty("points")[0][1].GetDouble());
        }

        Assert.Equal(0L, Assert.Single(result.Output)!.Get("Dropped"));
        Assert.DoesNotContain(result.Verbose.Concat(result.Debug), line => line.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EachRunIsToldOnceByHoweverManyProcessesAndAgainByForce()
    {
        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        for (int i = 0; i < 8; i++)
        {
            _folder.Write($"run{i}.json", ChefMessages.Good(i.ToString(CultureInfo.InvariantCulture)));
        }

        PipelineResult[] both = await Task.WhenAll(Task.Run(() => StagedModule.Run(Send(intake))), Task.Run(() => StagedModule.Run(Send(intake))));
        Assert.All(both, result => Assert.Equal((0, ""), (result.ExitCode, string.Join('\n', result.Errors))));
        Assert.Equal(8, (await look.EventsAsync()).Count);

        StagedModule.Output(Send(intake));
        Assert.Equal(8, (await look.EventsAsync()).Count);

        StagedModule.Output(Send(intake) + " -Force");
        Assert.Equal(16, (await look.EventsAsync()).Count);
    }

    [Fact]
    public async Task WhatCouldNotBeDeliveredIsTriedAgainAndWhatIsSpooledIsNot()
    {
        _folder.Write("run.json", ChefMessages.Good("one"));
        int nobody = FreePort.Next();
        PipelineResult lost = StagedModule.Run($"{Get()} | Send-ConfigRunReport -StatePath {_folder.At("state")} -ApiUri http://127.0.0.1:{nobody} -ApiKey {Key} -TimeoutSec 2 -NoSpool");
        Assert.Equal(1, lost.ExitCode);

        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        StagedModule.Output(Send(intake));
        Assert.Single(await look.EventsAsync());

        _folder.Write("run.json", ChefMessages.Good("two"));
        string spool = $"-StatePath {_folder.At("state")} -ApiKey {Key} -TimeoutSec 2 -SpoolPath {_folder.At("spool")}";
        StagedModule.Run($"{Get()} | Send-ConfigRunReport {spool} -ApiUri http://127.0.0.1:{nobody}");
        StagedModule.Output($"{Get()} | Send-ConfigRunReport {spool} -ApiUri {intake.ApiUri}");
        Assert.Single(await look.EventsAsync());
    }

    [Fact]
    public async Task WhatIsTooOldIsSaidOnceAndNotSent()
    {
        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        _folder.Write("hours.json", ChefMessages.Good("hours", secondsAgo: 2 * 3600));
        _folder.Write("days.json", ChefMessages.Good("days", secondsAgo: 2 * 86400));

        PipelineResult result = StagedModule.Run(Send(intake));
        Assert.Equal(2, result.Warnings.Count);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("1 run ended more than an hour ago", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.StartsWith("1 run ended more than 18 hours ago", StringComparison.Ordinal));
        Assert.Single(await look.EventsAsync());
        Assert.Empty(await look.SeriesAsync("config_run.success"));

        Assert.Empty(StagedModule.Run(Send(intake)).Warnings);
    }

    [Fact]
    public void UnderWhatIfAllIsShownAndNothingSentOrRemembered()
    {
        using var sink = new UdpSink();
        _folder.Write("run.json", ChefMessages.Failed("one", "disk full"));

        PipelineResult byApi = StagedModule.Run($"{Get()} | Send-ConfigRunReport -StatePath {_folder.At("state")} -ApiUri http://127.0.0.1:{sink.Port} -ApiKey {Key} -WhatIf");
        PipelineResult byDogStatsD = StagedModule.Run($"{Get()} | Send-ConfigRunReport -StatePath {_folder.At("state")} -DogStatsDEndpoint {sink.Endpoint} -WhatIf");

        string shown = string.Join('\n', byApi.WhatIf);
        Assert.Contains("disk full", shown, StringComparison.Ordinal);
        Assert.Contains("config_run.failure", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, shown, StringComparison.Ordinal);
        Assert.Contains("_e{", string.Join('\n', byDogStatsD.WhatIf), StringComparison.Ordinal);
        Assert.Equal((0L, false), (sink.Datagrams, Path.Exists(_folder.At("state"))));
    }

    [Fact]
    public async Task AHostGetsTheTagsOfItsRun()
    {
        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        _folder.Write("run.json", ChefMessages.Good("one"));
        string connect = $"Connect-Datadog -ApiUri {intake.ApiUri} -ApiKey {Key} -ApplicationKey {intake.ApplicationKey}";

        // The intake, as Datadog, knows a host when something came from it.
        await Polling.UntilAsync(
            async () =>
            {
                StagedModule.Run($"{connect}; {Get()} | Send-ConfigRunReport -Transport Api -StatePath {_folder.At("state")} -SetHostTag -Force; Disconnect-Datadog");
                return (await look.RequestsAsync()).Any(request => request.Method == "PUT" && request.Path.StartsWith("/api/v1/tags/hosts/db01?source=chef", StringComparison.Ordinal) && request.Status is >= 200 and < 300 && request.Body!.Contains("env:staging", StringComparison.Ordinal));
            },
            () => "no tags came");
    }

    [Theory]
    [InlineData("Export-Csv FILE; Import-Csv FILE")]
    [InlineData("Export-Clixml FILE; Import-Clixml FILE")]
    [InlineData("ConvertTo-Json -AsArray | Set-Content FILE; Get-Content FILE -Raw | ConvertFrom-Json")]
    [InlineData("Select-Object *")]
    public async Task AReportThatWentThroughAFileIsTheSameRun(string way)
    {
        await using IntakeProcess intake = await StartAsync();
        using var look = new IntakeControl(intake.ApiUri);
        _folder.Write("run.json", ChefMessages.Failed("one", "disk full"));
        string send = $"Send-ConfigRunReport -StatePath {_folder.At("state")} -ApiUri {intake.ApiUri} -ApiKey {Key}";

        StagedModule.Output($"{Get()} | {way.Replace("FILE", _folder.At("file"), StringComparison.Ordinal)} | {send}");
        StagedModule.Output($"{Get()} | {send}");

        JsonElement item = Assert.Single(await look.EventsAsync());
        Assert.Contains("disk full", Text(item, "text"), StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(await look.SeriesAsync("config_run.failure")).GetProperty("points")[0][1].GetDouble());

        StagedModule.Output($"{Get()} | {send} -Force");
        string[] events = [.. (await look.EventsAsync()).Select(one => string.Join('\n', Text(one, "title"), Text(one, "text"), Text(one, "aggregation_key"), one.GetProperty("tags").GetRawText(), one.GetProperty("date_happened").GetRawText()))];
        Assert.Equal(2, events.Length);
        Assert.Equal(events[0], events[1].Replace(" (`app::default`)", "", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNoReportIsOneErrorAndTheOthersGoOn()
    {
        using var sink = new UdpSink();
        PipelineResult result = StagedModule.Run($"Send-ConfigRunReport -DogStatsDEndpoint {sink.Endpoint} -StatePath {_folder.At("state")}", [StagedModule.Record(("Tool", "Chef")), "text"]);

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("ConfigRunInputUnknown", error.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static Task<IntakeProcess> StartAsync() => IntakeProcess.StartAsync(new IntakeProcessOptions { ApiKey = Key });

    private string Get() => $"Get-ConfigRunReport '{_folder.Location}/*.json'";

    private string Send(IntakeProcess intake) => $"{Get()} | Send-ConfigRunReport -StatePath {_folder.At("state")} -ApiUri {intake.ApiUri} -ApiKey {Key}";
}
