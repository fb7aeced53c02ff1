using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.ConfigRuns.Reporting;

public sealed class ConfigRunSenderTests : IDisposable
{
    private static readonly ConfigRunReport Run = Runs.Good("Chef") with { EndTime = DateTimeOffset.UtcNow };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_sent_once_by_whichever_process()
    {
        using var sender = new FakeSender();
        ConfigRunSender runs = Open();

        Assert.True(await runs.SendAsync(Run, sender, default));
        Assert.False(await runs.SendAsync(Run, sender, default));
        Assert.False(await Open().SendAsync(Run, sender, default));

        Assert.Equal((1, 1), (sender.Events, runs.AlreadySent));
        Assert.Null(await Open().PreviewAsync(Run, default));
    }

    [Fact]
    public async Task Force_sends_it_again()
    {
        using var sender = new FakeSender();
        await Open().SendAsync(Run, sender, default);

        Assert.True(await Open(force: true).SendAsync(Run, sender, default));
        Assert.Equal(2, sender.Events);
    }

    [Fact]
    public async Task A_run_of_which_a_part_was_dropped_is_tried_again()
    {
        using var sender = new FakeSender { Drops = true };
        await Open().SendAsync(Run, sender, default);
        sender.Drops = false;

        Assert.True(await Open().SendAsync(Run, sender, default));
        Assert.False(await Open().SendAsync(Run, sender, default));
    }

    [Fact]
    public async Task A_delivery_that_fails_releases_the_run()
    {
        using var sender = new FakeSender { Failure = new InvalidOperationException("no") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().SendAsync(Run, sender, default));
        sender.Failure = null;

        Assert.True(await Open().SendAsync(Run, sender, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_was_interrupted_is_settled_by_what_became_of_its_items(bool dropped)
    {
        using var sender = new FakeSender { Failure = new OperationCanceledException() };
        ConfigRunSender runs = Open();
        await Assert.ThrowsAsync<OperationCanceledException>(() => runs.SendAsync(Run, sender, default));
        Assert.Null(await Open().PreviewAsync(Run, default));

        // The session flushes and disposes of the sender first.
        sender.CountDropped(dropped ? 1 : 0);
        await runs.SettleAsync(default);
        sender.Failure = null;

        Assert.Equal(dropped, await Open().SendAsync(Run, sender, default));
    }

    [Fact]
    public async Task A_refused_item_is_an_error_of_the_sender_and_releases_the_run()
    {
        using var sender = new FakeSender { Refusal = new OperationException("MetricNameInvalid", OperationErrorKind.InvalidInput, "x", "x", "x") };
        await Open().SendAsync(Run, sender, default);

        Assert.Equal("MetricNameInvalid", sender.TryDequeueError()?.ErrorId);
        Assert.NotNull(await Open().PreviewAsync(Run, default));
    }

    [Fact]
    public async Task Old_runs_are_counted_by_what_was_left_out()
    {
        using var sender = new FakeSender();
        ConfigRunSender runs = Open();
        await runs.SendAsync(Run with { RunId = "hours", EndTime = DateTimeOffset.UtcNow.AddHours(-2) }, sender, default);
        await runs.SendAsync(Run with { RunId = "days", EndTime = DateTimeOffset.UtcNow.AddDays(-2) }, sender, default);

        Assert.Equal((1, 1, 1, 0), (runs.WithoutMetrics, runs.TooOld, sender.Events, sender.Metrics));
    }

    private ConfigRunSender Open(bool force = false) => new(_folder.At("state"), ConfigRunNaming.Common, force, TimeProvider.System);

    private sealed class FakeSender : TelemetrySender
    {
        public bool Drops { get; set; }

        public Exception? Failure { get; set; }

        public OperationException? Refusal { get; set; }

        public int Events { get; private set; }

        public int Metrics { get; private set; }

        public override string Endpoint => "nowhere";

        public override ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken)
        {
            Metrics++;
            CountDropped(Refusal is null ? 0 : 1);
            return new(Refusal);
        }

        public override ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken)
        {
            Events++;
            return new((OperationException?)null);
        }

        public override ValueTask<OperationException?> AddAsync(DatadogServiceCheck check, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<OperationException?> AddAsync(DatadogLog entry, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            CountDropped(Drops ? 1 : 0);
            return Failure is null ? default : throw Failure;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
