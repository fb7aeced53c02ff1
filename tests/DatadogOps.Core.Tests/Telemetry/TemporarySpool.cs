using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;

namespace DatadogOps.Tests.Telemetry;

/// <summary>A spool in a folder of its own, which goes with the test.</summary>
internal sealed class TemporarySpool : IDisposable
{
    public TemporarySpool(long maxBytes = 10_000_000, TimeProvider? time = null)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"datadogops-spool-{Guid.NewGuid():N}");
        Spool = new DeliverySpool(new SpoolOptions { Path = Path, MaxBytes = maxBytes, Time = time ?? TimeProvider.System });
    }

    public string Path { get; }

    public DeliverySpool Spool { get; }

    public DatadogSpoolEntry[] Entries => [.. Spool.List()];

    public static DatadogPayload Payload(string name = "test.spooled", int points = 1, DateTimeOffset? at = null)
    {
        using var lane = Metrics.Lane();
        for (int i = 0; i < points; i++)
        {
            Assert.Equal(PayloadFit.Added, lane.TryAdd(Metrics.Gauge(name, i, "id:" + i), at ?? DateTimeOffset.UtcNow));
        }

        return lane.Take()!;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
