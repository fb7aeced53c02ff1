using DatadogOps.Intake.Checks;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.DogStatsD;
using DatadogOps.Intake.Events;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Logs;
using DatadogOps.Intake.Metrics;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Hosting;

/// <summary>
/// All that the intake knows. It is answered from memory; with a data folder each change is journaled before it is
/// acknowledged, and at start the journal is read back through the same code that took it.
/// </summary>
internal sealed class IntakeState : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly DatagramJournal _datagramJournal;

    private IntakeState(IntakeOptions options, IJournal journal, TimeProvider actual)
    {
        _journal = journal;
        Clock = new IntakeClock(actual);
        Metrics = new MemoryMetricStore();
        Ingest = new MetricIngest(Metrics);
        MetricEndpoints = new MetricEndpoints(Ingest, journal);
        Windows = new AggregationWindows(Ingest);
        Events = new EventStore(journal, Ingest, Clock);
        Checks = new CheckEndpoint(Ingest, journal);
        Logs = new LogEndpoint(Ingest, journal);
        Documents = new DocumentStore(journal);
        Malformed = new MalformedLog(Clock);
        Datagrams = new DatagramLog();
        _datagramJournal = new DatagramJournal(journal);
        DogStatsD = new DogStatsDReceiver(Ingest, Windows, Events, Checks, options.HostName, Malformed, Datagrams, _datagramJournal, Clock);
    }

    public IntakeClock Clock { get; }

    public IMetricStore Metrics { get; }

    public MetricIngest Ingest { get; }

    public MetricEndpoints MetricEndpoints { get; }

    public AggregationWindows Windows { get; }

    public EventStore Events { get; }

    public CheckEndpoint Checks { get; }

    public LogEndpoint Logs { get; }

    public DocumentStore Documents { get; }

    public MalformedLog Malformed { get; }

    public DatagramLog Datagrams { get; }

    public DogStatsDReceiver DogStatsD { get; }

    /// <summary>Now, in Unix seconds.</summary>
    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Opens what was kept.</summary>
    /// <exception cref="StartException">The data folder cannot be used.</exception>
    public static async Task<IntakeState> OpenAsync(IntakeOptions options, TimeProvider actual)
    {
        if (options.DataPath is null)
        {
            return new IntakeState(options, new NoJournal(), actual);
        }

        SqliteJournal journal = SqliteJournal.Open(options.DataPath);
        var state = new IntakeState(options, journal, actual);
        try
        {
            await journal.ReplayAsync(state.Documents.Apply, state.ReplayAsync);
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }

        state.Clock.Restore(state.Documents);
        state.DogStatsD.Reset();
        return state;
    }

    /// <summary>Writes the windows that are open, and the datagrams that wait.</summary>
    public void Publish()
    {
        Windows.Publish(Now);
        _ = _datagramJournal.FlushAsync();
    }

    /// <summary>Forgets everything, on disk too.</summary>
    public async Task ClearAsync()
    {
        await _datagramJournal.FlushAsync();
        await _journal.ClearAsync();
        Windows.Clear();
        Metrics.Clear();
        Ingest.Reset();
        Events.Clear();
        Checks.Clear();
        Logs.Clear();
        Documents.Clear();
        Malformed.Clear();
        DogStatsD.Reset();
        Clock.Reset();
    }

    /// <summary>Writes what waits, and closes the data file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _datagramJournal.FlushAsync();
        await _journal.DisposeAsync();
        Documents.Dispose();
    }

    private async Task ReplayAsync(JournalEntry entry)
    {
        ReadOnlyMemory<byte> body = await BodyReader.DecodeAsync(entry.Data, entry.Encoding, BodyLimits.Metrics.Decoded);
        switch (entry.Kind)
        {
            case EntryKind.Series:
            case EntryKind.Distributions:
                MetricEndpoints.Replay(entry.Kind, body, entry.Time);
                break;
            case EntryKind.Checks:
                Checks.Replay(body, entry.Time);
                break;
            case EntryKind.Logs:
                Logs.Replay(body, entry.Time);
                break;
            case EntryKind.Event:
                Events.Replay(body);
                break;
            case EntryKind.DogStatsD:
                DogStatsD.Replay(body.Span, entry.Time);
                break;
            default:
                throw new StartException(ExitCodes.File, $"The data file holds an entry of kind {(int)entry.Kind}: a newer intake has written it. Use that one, or another folder.");
        }
    }
}
