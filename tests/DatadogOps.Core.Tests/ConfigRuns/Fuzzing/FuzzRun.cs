using System.Globalization;
using System.Security.Cryptography;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>
/// Gives a subject mutants for a time, on a thread of its own, and fails where one throws what is no refusal, takes more of the processor
/// or of the memory than its length allows, or leaves memory behind. Time is that of the thread on the processor, so that a busy or stopped
/// machine is no hang. The input is then kept as a seed.
/// </summary>
internal sealed class FuzzRun
{
    private static readonly TimeSpan BaseTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TimePerKilobyte = TimeSpan.FromMilliseconds(10);

    private const long BaseAllocation = 48 * 1024 * 1024;
    private const long AllocationPerByte = 600;
    private const long MaxLeftBehind = 96 * 1024 * 1024;
    private const int MaxKept = 400;

    private readonly IFuzzSubject _subject;
    private readonly string _seedFolder;
    private readonly int _seed;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _pool;
    private readonly HashSet<string> _behaviours = new(StringComparer.Ordinal);
    private readonly string _current;
    private volatile byte[] _input = [];
    private Exception? _defect;
    private long _count;
    private long _largestAllocation;

    /// <summary>Makes a run that a seed repeats, as long as nothing in the corpus changes.</summary>
    public FuzzRun(IFuzzSubject subject, int seed, string seedFolder)
    {
        _subject = subject;
        _seedFolder = seedFolder;
        _seed = seed;
        _random = new Random(seed);
        _pool = [.. subject.Corpus, .. FuzzCorpus.Seeds.Select(File.ReadAllBytes)];
        _mutator = new Mutator([.. subject.Corpus, .. FuzzCorpus.Fixtures], _random);
        _current = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"configrun-fuzz-{subject.Name}-{Environment.ProcessId}.input"));
    }

    /// <summary>Runs, and tells what was done.</summary>
    /// <exception cref="FuzzFailure">An input did harm.</exception>
    public string Run(TimeSpan time)
    {
        foreach (byte[] original in _subject.Corpus)
        {
            Give(original);
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = new ThreadClock();
        var thread = new Thread(() => Work(clock, Environment.TickCount64 + (long)time.TotalMilliseconds), 8 * 1024 * 1024) { IsBackground = true };
        thread.Start();
        Watch(thread, clock);
        if (_defect is not null)
        {
            throw Failure(_defect.ToString());
        }

        long left = GC.GetTotalMemory(forceFullCollection: true) - before - _pool.Sum(one => (long)one.Length);
        if (left > MaxLeftBehind)
        {
            throw Failure(string.Create(CultureInfo.InvariantCulture, $"{left / 1024 / 1024} MB were left behind after {_count} inputs."));
        }

        File.Delete(_current);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_subject.Name}: {_count} inputs in {time.TotalSeconds} s, {_behaviours.Count} kinds of outcome, at most {_largestAllocation / 1024 / 1024} MB allocated by one, seed {_seed}.");
    }

    private void Work(ThreadClock clock, long end)
    {
        clock.Begin();
        try
        {
            while (Environment.TickCount64 < end)
            {
                byte[] input = _mutator.Next(_pool[_random.Next(_pool.Count)]);
                _input = input;

                // What a crash of the process would take with it.
                File.WriteAllBytes(_current, input);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Give(input);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                _largestAllocation = Math.Max(_largestAllocation, allocated);
                if (allocated > BaseAllocation + (AllocationPerByte * input.Length))
                {
                    throw new FuzzFailure(string.Create(CultureInfo.InvariantCulture, $"{allocated / 1024 / 1024} MB were allocated for {input.Length} bytes."));
                }

                Interlocked.Increment(ref _count);
            }
        }
        catch (Exception defect)
        {
            _defect = defect;
        }
    }

    // A mutant that leads to an outcome of a new kind is mutated further.
    private void Give(byte[] input)
    {
        string behaviour = _subject.Give(input);
        if (_behaviours.Add(behaviour) && _pool.Count < MaxKept && input.Length < 256 * 1024)
        {
            _pool.Add(input);
        }
    }

    private void Watch(Thread thread, ThreadClock clock)
    {
        (byte[] input, TimeSpan since) = (_input, TimeSpan.Zero);
        while (!thread.Join(TimeSpan.FromMilliseconds(200)))
        {
            TimeSpan used = clock.Used;
            if (!ReferenceEquals(input, _input))
            {
                (input, since) = (_input, used);
            }
            else if (used - since > BaseTime + (TimePerKilobyte * (input.Length / 1024.0)))
            {
                throw Failure(string.Create(CultureInfo.InvariantCulture, $"{input.Length} bytes took {(used - since).TotalSeconds} s of the processor and had not ended."));
            }
        }
    }

    private FuzzFailure Failure(string reason)
    {
        string path = Path.Combine(_seedFolder, $"{_subject.Name}-{Convert.ToHexStringLower(SHA256.HashData(_input))[..12]}.bin");
        File.WriteAllBytes(path, _input);
        File.Delete(_current);
        return new FuzzFailure($"{_subject.Name}, seed {_seed}, input {_count}, kept as {path}: {reason}");
    }
}
