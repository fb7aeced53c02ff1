using System.Management.Automation;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

public class ConvertToDatadogMetricTests
{
    [Fact]
    public void AnyObjectBecomesMetrics()
    {
        PSObject row = StagedModule.Record(("Name", "web server"), ("CPU", "12.5"), ("WS", 4096L));

        IReadOnlyList<PSObject> metrics = StagedModule.Output("ConvertTo-DatadogMetric -Name process -ValueProperty CPU, WS -TagProperty Name -Tag env:prod", [row]);

        Assert.Equal(
            [("process.CPU", 12.5), ("process.WS", 4096.0)],
            metrics.Select(metric => ((string)metric.Get("Name")!, (double)metric.Get("Value")!)), new CaseInsensitiveNames());
        Assert.All(metrics, metric => Assert.Contains("name:web server", metric.Get("Tags")!.ToString(), StringComparison.Ordinal));
        Assert.All(metrics, metric => Assert.Contains("env:prod", metric.Get("Tags")!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void AValueThatIsNoNumberIsOneErrorAndTheOthersGoOn()
    {
        PSObject[] rows = [StagedModule.Record(("V", "many")), StagedModule.Record(("V", "2"))];

        PipelineResult result = StagedModule.Run("ConvertTo-DatadogMetric -Name a.b -ValueProperty V", rows);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Output);
        Assert.Contains("'V'", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    private sealed class CaseInsensitiveNames : IEqualityComparer<(string Name, double Value)>
    {
        public bool Equals((string Name, double Value) x, (string Name, double Value) y) => x.Name.Equals(y.Name, StringComparison.OrdinalIgnoreCase) && x.Value == y.Value;

        public int GetHashCode((string Name, double Value) obj) => obj.Value.GetHashCode();
    }
}
