using System.Text;
using DatadogOps.ConfigRuns;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>Alone in the process, for the sake of the memory that is measured.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StreamingSuite
{
    public const string Name = "Streaming";
}

[Collection(StreamingSuite.Name)]
public class StreamingTests
{
    private const string Task = """
        {"hosts":{"web01":{"action":"ansible.builtin.copy","changed":true,"dest":"/srv/x","invocation":{"module_args":{"content":"CONTENT"}}},"web02":{"action":"ansible.builtin.copy","changed":false}},"task":{"duration":{"start":"2026-11-22T06:59:21Z","end":"2026-11-22T06:59:22Z"},"id":"1","name":"Copy","path":"/srv/site.yml:3"}},
        """;

    [Fact]
    public void AnsibleOutputOfAnyLengthNeedsLittleMemory()
    {
        byte[] task = Encoding.UTF8.GetBytes(Task.Replace("CONTENT", new string('x', 2000), StringComparison.Ordinal));
        const int Tasks = 20_000; // 50 MB
        using var stream = new RepeatingStream(
            Encoding.UTF8.GetBytes("""{"custom_stats":{},"plays":[{"play":{"id":"p"},"tasks":["""),
            task,
            Encoding.UTF8.GetBytes("""{}]}],"stats":{"web01":{"ok":20000,"changed":20000},"web02":{"ok":20000}}}"""),
            Tasks);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(3, stream.ReadAsJson());

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 * 1024 * 1024);
    }

    [Fact]
    public void ALargePuppetReportIsReadWhole()
    {
        string text = File.ReadAllText(Reports.PathOf("puppet/changed.report.yaml"));
        int begin = text.IndexOf("resource_statuses:\n", StringComparison.Ordinal) + "resource_statuses:\n".Length;
        int end = text.IndexOf("  File[/srv/demo/puppet/target/motd]:\n", StringComparison.Ordinal);
        string first = text[begin..end];
        var large = new StringBuilder(text[..begin]);
        for (int i = 0; i < 5000; i++)
        {
            large.Append(first.Replace("target", $"target{i}", StringComparison.Ordinal));
        }

        ConfigRunReport report = Assert.Single(Reports.ReadText(large.Append(text[begin..]).ToString()));

        Assert.Equal(100, report.ChangedResources.Count);
        Assert.Equal(5008, report.ChangedResources.Total);
    }

    [Fact]
    public void TextsThatSpanTheWindowAreWhole()
    {
        string message = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"ü{i} "));
        string text = """{"return":[{"web01":{"a_|-b_|-c_|-d":{"result":false,"comment":"MESSAGE"}}}]}""".Replace("MESSAGE", message, StringComparison.Ordinal);

        ConfigRunReport report = Assert.Single(Reports.ReadText(text));

        Assert.StartsWith("ü0 ü1 ", report.ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("more characters)", report.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void LoneSurrogatesAreReadAsReplacements()
    {
        ConfigRunReport report = Reports.ReadText("""{"return":[{"web01":{"a_|-b_|-c_|-d":{"result":false,"comment":"a\udcffb \ud83d\ude00"}}}]}""")[0];

        Assert.Equal("a\uFFFDb \U0001F600", report.ErrorMessage);
    }
}
