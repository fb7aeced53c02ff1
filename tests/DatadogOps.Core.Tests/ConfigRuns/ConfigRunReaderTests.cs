using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns;

public class ConfigRunReaderTests
{
    [Theory]
    [InlineData("chef/success_changed.jsonfile.json", "Chef web01.example.com Changed Converge 7/5/0//  ")]
    [InlineData("chef/success_changed.datacollector.jsonl", "Chef web01.example.com Changed Converge 8/5/0/2/  ")]
    [InlineData("chef/failed_converge.jsonfile.json", "Chef db01.example.com Failed Converge 3/1/1// execute[migrate database] app::default:88")]
    [InlineData("chef/failed_converge.datacollector.jsonl", "Chef db01.example.com Failed Converge 3/1/1/1/ execute[migrate database] app::default:88")]
    [InlineData("chef/failed_compile.jsonfile.json", "Chef web03.example.com Failed Compile 1/0/0//  ")]
    [InlineData("puppet/changed.report.yaml", "Puppet web01.example.com Changed Apply 15/8/0/0/0  ")]
    [InlineData("puppet/changed.summary.yaml", "Puppet  Changed Apply 15/8/0/0/0  ")]
    [InlineData("puppet/agent_changed.report.json", "Puppet app02.example.com Changed Apply 10/3/0/0/0  ")]
    [InlineData("puppet/noop.report.yaml", "Puppet web01.example.com Pending Apply 11/0/0/0/3  ")]
    [InlineData("puppet/failed_skipped.report.yaml", "Puppet web01.example.com Failed Apply 13/1/2/3/0 Exec[migrate database] /srv/demo/puppet/manifests/failed_skipped.pp:2")]
    [InlineData("puppet/agent_catalog_failure.report.yaml", "Puppet app02.example.com Failed Catalog 0/0/0/0/0  ")]
    [InlineData("puppet/format1.report.yaml", "Puppet old01.example.com Failed Apply 2/0/1/0/0 File[/etc/motd] /etc/puppet/manifests/site.pp:3")]
    [InlineData("puppet/format6.report.yaml", "Puppet web09.example.com Changed Apply 8/1/0/0/0  ")]
    [InlineData("ansible/ok.json", "Ansible web01 Unchanged Run 3/0/0/1/  ", "Ansible web02 Unchanged Run 3/0/0/1/  ", "Ansible  Unchanged Run 6/0/0/2/  ")]
    [InlineData("ansible/failed.json", Failed, "Ansible web02 Changed Run 3/2/0/1/  ", "Ansible  Failed Run 5/3/1/1/ Migrate database /srv/demo/ansible/failed.yml:7")]
    [InlineData("ansible/failed.jsonl", Failed, "Ansible web02 Changed Run 3/2/0/1/  ", "Ansible  Failed Run 5/3/1/1/ Migrate database /srv/demo/ansible/failed.yml:7")]
    [InlineData("ansible/verbose_prefix.json", "Ansible web01 Failed Run 2/0/1/0/ Migrate database /srv/demo/ansible/failed.yml:7", "Ansible web02 Changed Run 3/1/0/1/  ", "Ansible  Failed Run 5/1/1/1/ Migrate database /srv/demo/ansible/failed.yml:7")]
    [InlineData("ansible/unreachable.json", "Ansible down01 Failed Connect 1/0/1/0/ Ping /srv/demo/ansible/unreachable.yml:5", "Ansible web01 Changed Run 2/1/0/0/  ", "Ansible  Failed Run 3/1/1/0/ Ping /srv/demo/ansible/unreachable.yml:5")]
    [InlineData("dsc/set.json", "Dsc  Changed Set 2/1/0/0/0  ")]
    [InlineData("dsc/test.yaml", "Dsc  Pending Test 1/0/0/0/1  ")]
    [InlineData("dsc/status.json", @"Dsc WIN01 Failed Consistency 2/1/1/0/0 [File]web C:\web.ps1:12", "Dsc WIN02 Pending Consistency 1/0/0/0/1  ")]
    [InlineData("dsc/pullserver.json", "Dsc WIN03 Changed Consistency 1/1/0/0/0  ")]
    [InlineData("salt/minions.json", "Salt web01 Failed Apply 3/1/1/1/0 cmd.run: migrate web.app", "Salt web02 Failed Render 0/0/0/0/0  ", "Salt web03 Failed Connect 0/0/0/0/0  ")]
    [InlineData("salt/local_test.json", "Salt  Pending Apply 1/0/0/0/1  ")]
    [InlineData("salt/job_return.json", "Salt db01 Unchanged Apply 1/0/0/0/0  ")]
    [InlineData("salt/orchestrate.json", "Salt master_master Changed Apply 1/1/0/0/0  ")]
    [InlineData("salt/rest.json", "Salt web01 Changed Apply 1/1/0/0/0  ")]
    public void EveryFormatIsRecognisedAndRead(string file, params string[] expected) => Assert.Equal(expected, Reports.Read(file).Select(Describe));

    [Fact]
    public void NoFixtureIsForgotten()
    {
        IEnumerable<string> tested = typeof(ConfigRunReaderTests).GetMethod(nameof(EveryFormatIsRecognisedAndRead))!
            .GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!);

        Assert.Equal(["ansible/leak_failed.json"], Reports.All.Select(path => Path.GetRelativePath(Reports.Folder, path)).Except(tested));
    }

    [Theory]
    [InlineData("puppet/failed_skipped.report.yaml", "Failed, Skipped, Skipped, Changed, Skipped, Failed")]
    [InlineData("ansible/failed.json", "Changed, Changed, Skipped, Changed, Failed")]
    [InlineData("ansible/failed.jsonl", "Changed, Changed, Skipped, Changed, Failed")]
    [InlineData("chef/failed_converge.jsonfile.json", "Changed, Failed, Unchanged")]
    [InlineData("chef/failed_converge.datacollector.jsonl", "Changed, Failed, Skipped")]
    [InlineData("salt/minions.json", "Changed, Failed, Skipped")]
    [InlineData("dsc/set.json", "Changed, Unchanged")]
    public void EachResourceHasItsStatus(string file, string expected) =>
        Assert.StartsWith(expected, string.Join(", ", Reports.ReadResources(file).Select(one => one.Status)), StringComparison.Ordinal);

    [Fact]
    public void OneReportIsReadTheSameFromEveryEncoding()
    {
        string text = File.ReadAllText(Reports.PathOf("dsc/set.json"));
        ConfigRunReport plain = Assert.Single(Reports.ReadText(text));
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8])
        {
            Assert.Equal(Describe(plain), Describe(Assert.Single(Reports.ReadBytes([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]))));
        }
    }

    [Theory]
    [InlineData("puppet/failed_skipped.report.yaml", "returned 2 instead of one of [0]\nFATAL: role \"app\" does not exist")]
    [InlineData("puppet/agent_catalog_failure.report.yaml", "Could not find class ::profile::app for app02.example.com")]
    [InlineData("puppet/format1.report.yaml", "Permission denied - /etc/motd")]
    [InlineData("chef/failed_converge.jsonfile.json", "STDERR: FATAL: role \"app\" does not exist")]
    [InlineData("chef/failed_converge.datacollector.jsonl", "STDERR: FATAL: role \"app\" does not exist")]
    [InlineData("chef/failed_compile.jsonfile.json", "NoMethodError: undefined method `foo' for nil:NilClass")]
    [InlineData("ansible/failed.json", "FATAL: role \"app\" does not exist\nnon-zero return code 2")]
    [InlineData("ansible/unreachable.json", "Connection refused")]
    [InlineData("dsc/status.json", "cannot be found")]
    [InlineData("salt/minions.json", "FATAL: role \"app\" does not exist\nCommand \"/srv/app/migrate\" run")]
    public void TheCauseIsTold(string file, string cause) => Assert.Contains(cause, Reports.Read(file)[0].ErrorMessage, StringComparison.Ordinal);

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

    private const string Failed = "Ansible web01 Failed Run 2/1/1/0/ Migrate database /srv/demo/ansible/failed.yml:7";

    private static string Describe(ConfigRunReport one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Tool} {one.HostName} {one.Status} {one.Phase} {one.Total}/{one.Updated}/{one.Failed}/{one.Skipped}/{one.Pending} {one.FailedResource} {one.ErrorSource}");
}
