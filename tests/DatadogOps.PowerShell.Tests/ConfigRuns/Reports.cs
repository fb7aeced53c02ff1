using DatadogOps.Testbed;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>The reports that the core's tests keep.</summary>
internal static class Reports
{
    public static string Folder { get; } = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Fixtures");
}
