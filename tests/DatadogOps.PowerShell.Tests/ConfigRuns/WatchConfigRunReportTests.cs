using System.Diagnostics;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.ConfigRuns;

public sealed class WatchConfigRunReportTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_reports_come_as_they_are_completed_and_a_stop_ends_it()
    {
        string reports = Directory.CreateDirectory(_folder.At("reports")).FullName;
        _folder.Write("reports/before.json", ChefMessages.Good("before"));
        string state = _folder.At("state");
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> watching = Task.Run(() => StagedModule.Run($"Watch-ConfigRunReport {reports} -StatePath {state}", cancellation: stop.Token));
        await Polling.UntilAsync(() => File.Exists(state) && File.ReadAllLines(state).Length > 1, () => "the watch does not begin");

        _folder.Write("reports/new.json.tmp", ChefMessages.Failed("new", "disk full"));
        File.Move(_folder.At("reports/new.json.tmp"), _folder.At("reports/new.json"));
        // One line for what was there before, one for the run, one for its file.
        await Polling.UntilAsync(() => File.ReadAllLines(state).Length > 3, () => "the run was not taken");
        await stop.CancelAsync();
        long start = Stopwatch.GetTimestamp();
        PipelineResult result = await watching;

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
        Assert.Equal(130, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Equal("new", Assert.Single(result.Output)!.Get("RunId"));
    }

    [Fact]
    public async Task What_came_in_between_is_given_after_a_restart()
    {
        string reports = Directory.CreateDirectory(_folder.At("reports")).FullName;
        _folder.Write("reports/a.json", ChefMessages.Good("a"));
        Assert.Equal(["a"], await WatchAsync(reports, lines: 3));

        _folder.Write("reports/b.json", ChefMessages.Good("b"));
        Assert.Equal(["b"], await WatchAsync(reports, lines: 5));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_error()
    {
        PipelineResult result = StagedModule.Run($"Watch-ConfigRunReport {_folder.At("nowhere")}");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("ConfigRunFileNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<object?>> WatchAsync(string reports, int lines)
    {
        string state = _folder.At("state");
        using var stop = new CancellationTokenSource();
        Task<PipelineResult> watching = Task.Run(() => StagedModule.Run($"Watch-ConfigRunReport {reports} -StatePath {state} -IncludeExisting", cancellation: stop.Token));
        await Polling.UntilAsync(() => File.Exists(state) && File.ReadAllLines(state).Length >= lines, () => "the run was not taken");
        await stop.CancelAsync();
        return (await watching).Output.Select(run => run!.Get("RunId"));
    }
}
