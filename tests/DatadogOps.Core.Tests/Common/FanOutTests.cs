using System.Collections.Concurrent;
using DatadogOps.Common;
using DatadogOps.Tests.ConfigRuns;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.Common;

public class FanOutTests
{
    [Fact]
    public async Task WorksOnNoMoreThanTheLimitAtOnce()
    {
        int running = 0;
        var seen = new ConcurrentBag<int>();
        await using var work = new FanOut<int, int>(
            3,
            async (target, reports, token) =>
            {
                seen.Add(Interlocked.Increment(ref running));
                await Task.Delay(5, token);
                Interlocked.Decrement(ref running);
                await reports.WriteAsync(OperationOutput<int>.OfItem(target), token);
            },
            CancellationToken.None);
        for (int i = 0; i < 40; i++)
        {
            work.Add(i);
        }

        work.Complete();
        List<OperationOutput<int>> reports = await work.Outputs.ReadAllAsync().ToListAsync();

        Assert.Equal(Enumerable.Range(0, 40), reports.Select(report => report.Item).Order());
        Assert.Equal(3, seen.Max());
    }

    [Fact]
    public async Task AnswersBeforeTheLastTargetIsKnown()
    {
        await using var work = new FanOut<int, int>(
            1, async (target, reports, token) => await reports.WriteAsync(OperationOutput<int>.OfItem(target), token), CancellationToken.None);

        work.Add(7);

        Assert.Equal(7, (await work.Outputs.ReadAsync()).Item);
    }

    [Fact]
    public async Task WithoutTargetsItEnds()
    {
        await using var work = new FanOut<int, int>(1, (_, _, _) => Task.CompletedTask, CancellationToken.None);

        work.Complete();

        Assert.Empty(await work.Outputs.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task AReaderThatStopsReadingHoldsUpTheWork()
    {
        int written = 0;
        await using var work = new FanOut<int, int>(
            1,
            async (_, reports, token) =>
            {
                for (int i = 0; i < 100_000; i++)
                {
                    await reports.WriteAsync(OperationOutput<int>.OfItem(i), token);
                    Interlocked.Increment(ref written);
                }
            },
            CancellationToken.None);
        work.Add(0);

        int before;
        do
        {
            before = Volatile.Read(ref written);
            await Task.Delay(100);
        }
        while (before == 0 || before != Volatile.Read(ref written));

        Assert.InRange(before, 1, 2000);
    }

    [Fact]
    public async Task StoppingEndsTheWorkAndItsReader()
    {
        using var stop = new CancellationTokenSource();
        await using var work = new FanOut<int, int>(1, (_, _, token) => Task.Delay(Timeout.Infinite, token), stop.Token);
        work.Add(0);
        work.Complete();

        await stop.CancelAsync();

        Assert.Empty(await work.Outputs.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task AFailureOverOneTargetIsItsReportAndTheOthersGoOn()
    {
        var failure = new OperationException("Id", OperationErrorKind.NotFound, "1", "It is not there.", "Look for it.");
        await using var work = new FanOut<int, int>(
            1, async (target, reports, token) => await reports.WriteAsync(target == 1 ? throw failure : OperationOutput<int>.OfItem(target), token), CancellationToken.None);
        for (int i = 0; i < 3; i++)
        {
            work.Add(i);
        }

        work.Complete();
        List<OperationOutput<int>> reports = await work.Outputs.ReadAllAsync().ToListAsync();

        Assert.Equal([OperationOutputKind.Item, OperationOutputKind.Error, OperationOutputKind.Item], reports.Select(report => report.Kind));
        Assert.Same(failure, reports[1].Error);
        Assert.Equal(3, work.Finished);
    }

    [Fact]
    public async Task ADefectOfTheWorkReachesTheReader()
    {
        await using var work = new FanOut<int, int>(2, (_, _, _) => throw new InvalidDataException("defect"), CancellationToken.None);
        work.Add(0);
        work.Complete();

        await Assert.ThrowsAsync<InvalidDataException>(() => work.Outputs.ReadAllAsync().ToListAsync().AsTask());
    }
}
