using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>Reports that real tools wrote, and readers over them.</summary>
internal static class Reports
{
    public static string Folder { get; } = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Fixtures");

    public static IEnumerable<string> All => Directory.EnumerateFiles(Folder, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static List<ConfigRunReport> Read(string name) => [.. Items(ReportSource.File(PathOf(name)), new()).Cast<ConfigRunReport>()];

    public static List<ConfigRunResource> ReadResources(string name) =>
        [.. Items(ReportSource.File(PathOf(name)), new() { Resources = true }).Cast<ConfigRunResource>()];

    public static List<ConfigRunReport> ReadText(string text, string format = ConfigRunFormat.Auto) => ReadBytes(Encoding.UTF8.GetBytes(text), format);

    public static List<ConfigRunResource> ResourcesOfText(string text) =>
        [.. Items(ReportSource.Text(Encoding.UTF8.GetBytes(text), text.Length), new() { Resources = true }).Cast<ConfigRunResource>()];

    public static List<ConfigRunReport> ReadBytes(byte[] text, string format = ConfigRunFormat.Auto) =>
        [.. Items(ReportSource.Text(text, text.Length), new() { Format = format }).Cast<ConfigRunReport>()];

    public static OperationException Refuse(byte[] text) => Assert.Throws<OperationException>(() => ReadBytes(text));

    private static IEnumerable<object> Items(ReportSource source, ConfigRunReadOptions options) => ConfigRunReader.Read(source, options, CancellationToken.None);
}
