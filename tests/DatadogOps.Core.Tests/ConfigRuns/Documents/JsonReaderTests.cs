using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Documents;

[Collection(StreamingSuite.Name)]
public class JsonReaderTests
{
    private const int Length = 50 * 1024 * 1024;

    private static readonly string Filler = new('x', 2000);

    public static TheoryData<string, string, string, int> LongReports => new()
    {
        {
            """{"custom_stats":{},"plays":[{"play":{"id":"p"},"tasks":[""",
            """
            {"hosts":{"web01":{"action":"ansible.builtin.copy","changed":true,"dest":"/srv/x","invocation":{"module_args":{"content":"FILLER"}}},"web02":{"action":"ansible.builtin.copy","changed":false}},"task":{"duration":{"start":"2026-11-22T06:59:21Z","end":"2026-11-22T06:59:22Z"},"id":"1","name":"Copy","path":"/srv/site.yml:3"}},
            """,
            """{}]}],"stats":{"web01":{"ok":20000,"changed":20000},"web02":{"ok":20000}}}""",
            3
        },
        {
            """{"web01":{"a_|-b_|-c_|-d":{"result":true}""",
            """ ,"cmd_|-x_|-x_|-run":{"result":true,"__run_num__":3,"changes":{"diff":"FILLER","stdout":"FILLER"},"comment":"done"}""",
            "}}",
            1
        },
        {
            """{"message_type":"run_converge","node_name":"n","status":"success","resources":[{}""",
            """ ,{"type":"file","name":"x","status":"updated","duration":"1","delta":"FILLER","before":{"mode":"1"},"after":{"mode":"2"}}""",
            "]}",
            1
        },
        {
            """{"certname":"n","status":"changed","metrics":[],"logs":[{}""",
            """ ,{"level":"notice","source":"/Stage[main]/Exec[x]/returns","message":"FILLER"}""",
            """],"resources":[]}""",
            1
        },
    };

    [Theory]
    [MemberData(nameof(LongReports))]
    public void AReportOfAnyLengthNeedsLittleMemory(string begin, string middle, string end, int reports)
    {
        byte[] again = Encoding.UTF8.GetBytes(middle.Replace("FILLER", Filler, StringComparison.Ordinal));
        using var stream = new RepeatingStream(Encoding.UTF8.GetBytes(begin), again, Encoding.UTF8.GetBytes(end), Length / again.Length);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(reports, stream.ReadAsJson());

        Assert.InRange(stream.MemoryNearEnd - before, long.MinValue, 8 * 1024 * 1024);
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

    [Fact]
    public void ATextWithoutAnEndDoesNotFillTheMemory()
    {
        using var endless = new RepeatingStream(Encoding.UTF8.GetBytes("{\"plays\": \""), Encoding.UTF8.GetBytes("aaaaaaaaaaaaaaaa"), [], 1L << 40);

        Assert.Equal(ConfigRunErrorIds.ReportTooLarge, Assert.Throws<DatadogOps.ConfigRuns.Documents.DocumentException>(() => endless.ReadAsJson()).ErrorId);
    }
}
