using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Datadog;

/// <summary>Round trips through the intake, which is stricter than Datadog.</summary>
public class IntakeRoundTripTests
{
    private const string Query = "'avg:round.trip{*} by {state}'";

    [Fact]
    public async Task DefinitionsAreTestedPublishedOnceReadAndRemoved()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        string at = At(intake);
        const string Monitors = "New-PgConnectionMonitor Usage, Change, Idle -State idle, 'idle in transaction' -Filter env:prod -Notify slack-dba -PriorityLevel 2";

        Assert.All(StagedModule.Output($"{Monitors} | Test-DatadogMonitor {at}"), one => Assert.Equal("Passed", one.Get("Status")));
        Assert.All(StagedModule.Output($"{Monitors} -MetricSource Agent | Test-DatadogMonitor {at}"), one => Assert.Equal("Passed", one.Get("Status")));
        Assert.All(StagedModule.Output($"{Monitors} | Publish-DatadogMonitor {at}"), one => Assert.Equal("Created", one.Get("Action")));
        Assert.All(StagedModule.Output($"{Monitors} | Publish-DatadogMonitor {at}"), one => Assert.Equal("Unchanged", one.Get("Action")));
        Assert.All(StagedModule.Output($"Get-DatadogMonitor -Managed {at} | Publish-DatadogMonitor {at}"), one => Assert.Equal("Unchanged", one.Get("Action")));
        Assert.Equal("Updated", StagedModule.Output($"New-PgConnectionMonitor -Critical 0.9 -Filter env:prod | Publish-DatadogMonitor {at}").Single().Get("Action"));
        Assert.Equal(0.9, StagedModule.Output($"Get-DatadogMonitor -Name '*near limit*' {at}").Single().Get("Critical"));

        foreach (string source in new[] { "Module", "Agent" })
        {
            string dashboard = $"New-PgConnectionDashboard -MetricSource {source} -Slug pg-{source.ToLowerInvariant()}";
            Assert.Equal("Created", StagedModule.Output($"{dashboard} | Publish-DatadogDashboard {at}").Single().Get("Action"));
            Assert.Equal("Unchanged", StagedModule.Output($"{dashboard} | Publish-DatadogDashboard {at}").Single().Get("Action"));
        }

        StagedModule.Output($"Get-DatadogMonitor -Managed {at} | Remove-DatadogMonitor {at} -Confirm:$false");
        StagedModule.Output($"Get-DatadogDashboard -Managed -Summary {at} | Remove-DatadogDashboard {at} -Confirm:$false");
        Assert.Empty(StagedModule.Output($"Get-DatadogMonitor {at}"));
        Assert.Empty(StagedModule.Output($"Get-DatadogDashboard -Summary {at}"));
    }

    [Fact]
    public async Task ReportsWhyDatadogRejectsADefinition()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();

        PSObject finding = StagedModule.Output($"Test-DatadogMonitor {At(intake)}", ["""{"name":"M","type":"query alert","query":"avg(last_5m):avg:a.b{*} > 1","options":{"thresholds":{"critical":1,"warning":2}}}"""])
            .Single(one => (string)one.Get("Rule")! == "DatadogValidation");

        Assert.Contains("must be less than", (string)finding.Get("Actual")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SentPointsAreReadBackAndDrawn()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        IEnumerable<object?> sent = Enumerable.Range(0, 20).SelectMany(i => new[] { "idle", "active" }.Select(state => (object?)StagedModule.Record(
            ("Name", "round.trip"), ("Value", state == "idle" ? i : 3), ("Tags", "state:" + state), ("Timestamp", now.AddMinutes(i - 20)))));
        StagedModule.Run($"Send-DatadogMetric -ApiUri {intake.ApiUri} -ApiKey {intake.ApiKey}", sent);

        IReadOnlyList<PSObject> points = StagedModule.Output($"Get-DatadogMetric {Query} {At(intake)}");
        string[] lines = [.. StagedModule.Output($"Show-DatadogMetric {Query} {At(intake)} -Width 70").Select(line => line.ToString())];

        Assert.Equal(40, points.Count);
        Assert.Equal(19.0, points.Where(point => (string)point.Get("Scope")! == "state:idle").Max(point => (double)point.Get("Value")!));
        Assert.Equal(["state:idle", "state:active"], lines.Where(line => line.StartsWith("state:", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task SentEventsAreReadBack()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();
        StagedModule.Output($"Send-DatadogEvent -Title 'Deployed' -Text 'to prod' -AlertType Error -Tag env:prod -HostName web1 -ApiUri {intake.ApiUri} -ApiKey {intake.ApiKey}");
        StagedModule.Output($"Send-DatadogEvent -Title 'Other' -Text 'x' -Tag env:test -ApiUri {intake.ApiUri} -ApiKey {intake.ApiKey}");

        PSObject entry = StagedModule.Output($"Get-DatadogEvent env:prod {At(intake)} -To '{DateTimeOffset.UtcNow.AddMinutes(1):O}'").Single();

        Assert.Equal(("Deployed", "to prod", "web1", "error"), (entry.Get("Title"), entry.Get("Text"), entry.Get("HostName"), entry.Get("AlertType")));
        Assert.Empty(StagedModule.Output($"Get-DatadogEvent env:prod -AlertType Success {At(intake)}"));
    }

    [Fact]
    public async Task DebugShowsTheRequestsAndNoKey()
    {
        await using IntakeProcess intake = await IntakeProcess.StartAsync();

        PipelineResult result = StagedModule.Run($"New-PgConnectionMonitor | Publish-DatadogMonitor {At(intake)} -Debug -Verbose");

        Assert.Contains(result.Debug, text => text.Contains("POST", StringComparison.Ordinal) && text.Contains("api/v1/monitor", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Debug.Concat(result.Verbose), text => text.Contains(intake.ApiKey, StringComparison.Ordinal) || text.Contains(intake.ApplicationKey, StringComparison.Ordinal));
    }

    private static string At(IntakeProcess intake) => $"-ApiUri {intake.ApiUri} -ApiKey {intake.ApiKey} -ApplicationKey {intake.ApplicationKey}";
}
