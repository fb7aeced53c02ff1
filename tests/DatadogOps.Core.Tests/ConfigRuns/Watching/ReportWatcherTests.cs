using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Watching;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.ConfigRuns.Reporting;
using DatadogOps.Tests.Postgres;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.ConfigRuns.Watching;

/// <summary>What is watched for here are files of one line, "id end"; the formats of the tools have tests of their own.</summary>
public sealed class ReportWatcherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_is_complete_and_new_is_given_and_only_once()
    {
        Write("old.json", "old end");
        await using Watch watch = Start(new());
        await watch.UntilStartedAsync(_folder);

        Write("half.json", "half");
        Write("whole.json", "whole end");
        Write(".hidden.json", "hidden end");
        Write("unfinished.json.tmp", "unfinished end");
        Write("other.txt", "other end");
        await watch.UntilAsync("whole");

        Write("half.json", "half end");
        await watch.UntilAsync("whole", "half");
        File.Move(_folder.At("whole.json"), _folder.At("rotated.json"));
        Write("moved.part", "moved end");
        File.Move(_folder.At("moved.part"), _folder.At("moved.json"));
        await watch.UntilAsync("whole", "half", "moved");
        Assert.Empty(watch.Errors);
    }

    [Fact]
    public async Task A_file_written_again_and_one_that_grows_give_what_is_new_in_them()
    {
        await using Watch watch = Start(new() { IncludeExisting = true });
        Write("last.json", "one end");
        await watch.UntilAsync("one");
        Write("last.json", "two end");
        await watch.UntilAsync("one", "two");
        await File.AppendAllTextAsync(_folder.At("last.json"), "\nthree end");
        await watch.UntilAsync("one", "two", "three");
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        Write("before.json", "before end");
        string state = _folder.At("state/watched");
        await using (Watch first = Start(new() { StatePath = state }))
        {
            await Polling.UntilAsync(() => File.Exists(state), () => "no state was written");
            await first.UntilStartedAsync(_folder);
            Write("a.json", "a end");
            await first.UntilAsync("a");
        }

        Write("down.json", "down end");
        await using Watch second = Start(new() { StatePath = state });
        await second.UntilAsync("down");
        Write("b.json", "b end");
        await second.UntilAsync("down", "b");
    }

    [Fact]
    public async Task What_stays_unreadable_is_told_once_and_the_others_go_on()
    {
        await using Watch watch = Start(new() { IncludeExisting = true, Patience = TimeSpan.FromMilliseconds(300) });
        Write("torn.json", "torn");
        await Polling.UntilAsync(() => watch.Errors.Count == 1, () => "no error came");
        Write("good.json", "good end");
        await watch.UntilAsync("good");
        Assert.Single(watch.Errors);
    }

    [Fact]
    public async Task A_folder_that_is_replaced_and_a_single_file_are_followed_too()
    {
        string folder = _folder.At("reports");
        Directory.CreateDirectory(folder);
        await using Watch watch = Start(new() { IncludeExisting = true, Paths = [folder, _folder.At("single.report")] });
        Write("reports/a.json", "a end");
        Write("single.report", "b end");
        await watch.UntilAsync("a", "b");
        Directory.Delete(folder, recursive: true);
        await Task.Delay(100);
        Directory.CreateDirectory(folder);
        Write("reports/c.json", "c end");
        await watch.UntilAsync("a", "b", "c");
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.At(name), text);

    private Watch Start(TestOptions test) => new(new ReportWatchOptions
    {
        Paths = test.Paths ?? [_folder.Path],
        IncludeExisting = test.IncludeExisting,
        StatePath = test.StatePath,
        Patience = test.Patience,
        Settle = TimeSpan.FromMilliseconds(50),
        PollInterval = TimeSpan.FromMilliseconds(100),
    });

    private static OperationOutput<ConfigRunReport>[] Read(string path, CancellationToken cancellationToken) =>
        Array.ConvertAll(File.ReadAllLines(path), line => line.Split(' ') is [string id, "end"]
            ? OperationOutput<ConfigRunReport>.OfItem(Runs.Good("Chef") with { RunId = id, EndTime = DateTimeOffset.UtcNow })
            : OperationOutput<ConfigRunReport>.OfError(new OperationException(ConfigRunErrorIds.ReportIncomplete, OperationErrorKind.InvalidInput, path, "It is cut off.", "")));

    private sealed record TestOptions
    {
        public bool IncludeExisting { get; init; }

        public string? StatePath { get; init; }

        public IReadOnlyList<string>? Paths { get; init; }

        public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
    }

    private sealed class Watch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<string> _given = [];
        private readonly Task _watching;

        public Watch(ReportWatchOptions options) => _watching = Task.Run(() => RunAsync(options));

        public List<OperationException> Errors { get; } = [];

        /// <summary>Waits until a file written now is seen: what was there before is passed over by then.</summary>
        public async Task UntilStartedAsync(TempFolder folder)
        {
            int tries = 0;
            await Polling.UntilAsync(
                async () =>
                {
                    await File.WriteAllTextAsync(folder.At($"probe{tries}.json"), $"probe{tries++} end");
                    await Task.Delay(200);
                    return Given().Any(id => id.StartsWith("probe", StringComparison.Ordinal));
                },
                () => "the watch does not begin");
        }

        public Task UntilAsync(params string[] ids) => Polling.UntilAsync(
            () => ids.Order(StringComparer.Ordinal).SequenceEqual(Given().Where(id => !id.StartsWith("probe", StringComparison.Ordinal)).Order(StringComparer.Ordinal)),
            () => $"expected {string.Join(", ", ids)}, and there came {string.Join(", ", Given())}, {string.Join(", ", Errors)}");

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _watching);
            _stop.Dispose();
        }

        private string[] Given()
        {
            lock (_given)
            {
                return [.. _given];
            }
        }

        private async Task RunAsync(ReportWatchOptions options)
        {
            await foreach (OperationOutput<ConfigRunReport> report in new ReportWatcher(options, Read).WatchAsync(_stop.Token))
            {
                lock (_given)
                {
                    if (report.Item is { } run)
                    {
                        _given.Add(run.RunId!);
                    }
                    else
                    {
                        Errors.Add(report.Error!);
                    }
                }
            }
        }
    }
}
