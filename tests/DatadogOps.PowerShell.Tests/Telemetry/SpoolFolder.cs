using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Telemetry;

/// <summary>A spool with an event and two metrics in it, each in a file, for a site that nobody answers for.</summary>
internal sealed class SpoolFolder : IDisposable
{
    public SpoolFolder()
    {
        using RefusingPort refusing = new();
        string where = $"-ApiUri http://127.0.0.1:{refusing.Port} -ApiKey {DeliveryFixture.Key} -SpoolPath '{Path}' -TimeoutSec 1";
        StagedModule.Run($"Send-DatadogEvent one {where}; Send-DatadogMetric test.two 1 {where}; Send-DatadogMetric test.three 1 {where}");
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"datadogops-spool-{Guid.NewGuid():N}");

    public string[] Files => [.. Directory.GetFiles(Path, "*.*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
