using DatadogOps.Common;
using DatadogOps.ConfigRuns.State;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.State;

public sealed class KeyJournalTests : IDisposable
{
    private static readonly string A = new('a', RunKey.Length);
    private static readonly string B = new('b', RunKey.Length);

    private readonly TempFolder _folder = new();
    private readonly MovingTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_done_stays_done_for_this_process_and_the_next()
    {
        KeyJournal journal = Open();
        Assert.True(await journal.TryClaimAsync(A, default));
        await journal.CompleteAsync(A, default);

        Assert.False(await journal.TryClaimAsync(A, default));
        Assert.False(await Open().TryClaimAsync(A, default));
        Assert.True(await Open().TryClaimAsync(B, default));
    }

    [Fact]
    public async Task A_claim_holds_others_off_until_it_is_given_back_or_its_process_is_taken_for_dead()
    {
        Assert.True(await Open().TryClaimAsync(A, default));
        Assert.False(await Open().TryClaimAsync(A, default));

        await Open().ReleaseAsync(A, default);
        Assert.True(await Open().TryClaimAsync(A, default));

        _time.Now += TimeSpan.FromMinutes(6);
        Assert.True(await Open().TryClaimAsync(A, default));
    }

    [Fact]
    public async Task Many_at_once_do_each_key_once()
    {
        string[] keys = [.. Enumerable.Range(0, 40).Select(i => i.ToString("x32", null))];
        string[][] claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            KeyJournal journal = Open();
            var mine = new List<string>();
            foreach (string key in keys)
            {
                if (await journal.TryClaimAsync(key, default))
                {
                    await journal.CompleteAsync(key, default);
                    mine.Add(key);
                }
            }

            return mine.ToArray();
        })));

        Assert.Equal(keys, claimed.SelectMany(one => one).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_file_belongs_to_its_owner_and_does_not_grow_for_ever()
    {
        KeyJournal journal = Open();
        KeyJournal other = Open();
        for (int round = 0; round < 30; round++)
        {
            await journal.CompleteAsync([.. Enumerable.Range(0, 200).Select(i => ((round * 1000) + i).ToString("x32", null))], default);
            _time.Now += TimeSpan.FromDays(1);
        }

        Assert.False(await other.TryClaimAsync((29 * 1000).ToString("x32", null), default));
        Assert.True(await other.TryClaimAsync(A, default));
        Assert.InRange(new FileInfo(StatePath).Length, 100, 3000 * 50);
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(
                Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories),
                file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task A_line_that_a_crash_tore_costs_that_line_alone()
    {
        await Open().CompleteAsync(A, default);
        await File.AppendAllTextAsync(StatePath, "D 1772366");

        Assert.False(await Open().TryClaimAsync(A, default));
        await Open().CompleteAsync(B, default);
        Assert.False(await Open().TryClaimAsync(B, default));
    }

    [Fact]
    public async Task Another_programs_file_is_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StatePath)!);
        await File.WriteAllTextAsync(StatePath, new string('x', 500));

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => Open().TryClaimAsync(A, default));

        Assert.Equal(ConfigRunStateErrorIds.StateForeign, error.ErrorId);
        Assert.Equal(500, new FileInfo(StatePath).Length);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_at_once()
    {
        await File.WriteAllTextAsync(_folder.At("file"), "");

        OperationException error = await Assert.ThrowsAsync<OperationException>(
            () => new KeyJournal(_folder.At("file/state"), TimeSpan.FromDays(1), _time).TryClaimAsync(A, default));

        Assert.Equal(ConfigRunStateErrorIds.StateUnusable, error.ErrorId);
    }

    private string StatePath => _folder.At("deep/state");

    private KeyJournal Open() => new(StatePath, TimeSpan.FromDays(2), _time);

    private sealed class MovingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Runs.End;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
