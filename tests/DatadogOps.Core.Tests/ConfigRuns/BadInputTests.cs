using System.Text;
using System.Threading.Channels;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.ConfigRuns;

public class BadInputTests
{
    [Theory]
    [InlineData("", ConfigRunErrorIds.ReportEmpty, "line 1, column 1")]
    [InlineData(" \n\n", ConfigRunErrorIds.ReportEmpty, "line 1, column 1")]
    [InlineData("{\"plays\": [\n{\"play\": tru", ConfigRunErrorIds.ReportUnreadable, "line 2, column 13")]
    [InlineData("{\"plays\": []}", ConfigRunErrorIds.ReportIncomplete, "line 1, column 13")]
    [InlineData("{\"greeting\": \"hello\"}", ConfigRunErrorIds.ReportUnknown, "line 1, column 1")]
    [InlineData("<html>no</html>", ConfigRunErrorIds.ReportUnknown, "line 1, column 1")]
    [InlineData("[1, 2]", ConfigRunErrorIds.ReportUnknown, "line 1, column 1")]
    [InlineData("[{\"return\": [{\"a_|-b_|-c_|-d\": {\"result\": true}}]},\n 3]", ConfigRunErrorIds.ReportUnknown, "line 2, column 2")]
    [InlineData("{\"fun\": \"state.apply\", \"return\": {\"a\0b\": 1}}", ConfigRunErrorIds.ReportUnreadable, "line 1, column 37")]
    [InlineData("--- !ruby/object:Puppet::Transaction::Report\nhost: a\n  broken: [\n", ConfigRunErrorIds.ReportUnreadable, "line")]
    [InlineData("--- !ruby/object:Puppet::Transaction::Report\nhost: a\0b\n", ConfigRunErrorIds.ReportUnreadable, "line 2, column 8")]
    [InlineData("{\"_event\": \"v2_playbook_on_play_start\", \"play\": {}}\n", ConfigRunErrorIds.ReportIncomplete, "line 2, column 1")]
    public void ABadFileIsOneErrorThatNamesThePlace(string text, string id, string place)
    {
        OperationException error = Reports.Refuse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(id, error.ErrorId);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData("{\"plays\": [\n\"ab\u00ff\"]}", "line 2, column 4")]
    [InlineData("---\nhost: ab\u00ff\n", "line 2, column 9")]
    public void BytesThatAreNotUtf8AreNamed(string latin1, string place)
    {
        OperationException error = Reports.Refuse(Encoding.Latin1.GetBytes(latin1));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains("0xFF", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTruncationOfEveryReportIsReadOrRefused()
    {
        foreach (string path in Reports.All)
        {
            byte[] whole = File.ReadAllBytes(path);
            for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 40))
            {
                try
                {
                    Reports.ReadBytes(whole[..length]);
                }
                catch (OperationException error)
                {
                    Assert.Contains(", line ", error.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void APuppetReportThatWasCutOffBetweenTwoResourcesIsNotTakenForWhole()
    {
        string text = File.ReadAllText(Reports.PathOf("puppet/changed.report.yaml"));
        string cut = text[..text.IndexOf("  Exec[write stamp]:", StringComparison.Ordinal)];

        Assert.Equal(ConfigRunErrorIds.ReportIncomplete, Reports.Refuse(Encoding.UTF8.GetBytes(cut)).ErrorId);
    }

    [Theory]
    [InlineData("{\"plays\": ", "[", "]")]
    [InlineData("{\"plays\": ", "{\"a\":", "}")]
    [InlineData("--- !ruby/object:Puppet::Transaction::Report\nhost: ", "[", "]")]
    [InlineData("--- !ruby/object:Puppet::Transaction::Report\nhost: &a\n- ", "- ", "")]
    public void DeepNestingIsRefused(string begin, string open, string close)
    {
        string text = begin + string.Concat(Enumerable.Repeat(open, 100_000)) + string.Concat(Enumerable.Repeat(close, 100_000));

        Assert.Equal(ConfigRunErrorIds.ReportUnreadable, Reports.Refuse(Encoding.UTF8.GetBytes(text)).ErrorId);
    }

    [Fact]
    public void AliasesAreNotExpanded()
    {
        var bomb = new StringBuilder("--- !ruby/object:Puppet::Transaction::Report\nhost: h\ntime: 2026-01-01T00:00:00Z\nlogs: []\nmetrics: {}\na0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        bomb.Append("environment: *a59\n");

        Assert.Null(Assert.Single(Reports.ReadText(bomb.ToString())).Environment);
    }

    [Fact]
    public async Task AFileThatCannotBeReadDoesNotStopTheOthers()
    {
        using var folder = new TempFolder();
        string broken = folder.Write("broken.json", "{\"plays\": [");
        await using var work = new FanOut<ReportSource, object>(1, (source, reports, stop) => ConfigRunReader.ReadAsync(source, new(), reports, stop), CancellationToken.None);
        foreach (string path in (string[])[broken, folder.Path, folder.Path + "/none.json", Reports.PathOf("puppet/changed.report.yaml")])
        {
            work.Add(ReportSource.File(path));
        }

        work.Complete();
        var told = new List<string>();
        await foreach (OperationOutput<object> report in work.Outputs.ReadAllAsync())
        {
            told.Add(report.Error?.ErrorId ?? ((ConfigRunReport)report.Item!).HostName!);
        }

        Assert.Equal([ConfigRunErrorIds.ReportUnreadable, ConfigRunErrorIds.FileUnreadable, ConfigRunErrorIds.FileNotFound, "web01.example.com"], told);
    }

    [Fact]
    public void ReportsBeforeAFaultAreGiven()
    {
        string good = File.ReadAllText(Reports.PathOf("salt/job_return.json"));
        var given = new List<object>();

        Assert.Throws<OperationException>(() =>
        {
            byte[] text = Encoding.UTF8.GetBytes(good + "\n--- !ruby/object:Puppet::Transaction::Report\n");
            foreach (object item in ConfigRunReader.Read(ReportSource.Text(text, text.Length), new(), CancellationToken.None))
            {
                given.Add(item);
            }
        });
        Assert.Single(given);
    }

    [Fact]
    public void ATextWithoutAnEndDoesNotFillTheMemory()
    {
        using var endless = new RepeatingStream(Encoding.UTF8.GetBytes("{\"plays\": \""), Encoding.UTF8.GetBytes("aaaaaaaaaaaaaaaa"), [], 1L << 40);

        Assert.Equal(ConfigRunErrorIds.ReportTooLarge, Assert.Throws<DatadogOps.ConfigRuns.Documents.DocumentException>(() => endless.ReadAsJson()).ErrorId);
    }
}
