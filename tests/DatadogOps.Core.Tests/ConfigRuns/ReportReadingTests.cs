using System.Globalization;
using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.Tests.ConfigRuns;

public class ReportReadingTests
{
    [Fact]
    public void WhatPuppetDbStoresIsRead()
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText("""
            {"certname":"web01","status":"failed","report_format":12,"start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:09Z","logs":[],
            "metrics":[{"category":"resources","name":"total","value":9}],"corrective_change":false,
            "resources":[{"resource_type":"Exec","resource_title":"migrate","file":"/site.pp","line":4,"skipped":false,
            "events":[{"status":"failure","property":"returns","old_value":"notrun","new_value":"0","message":"returned 2","timestamp":"2026-01-01T00:00:05Z"}]}]}
            """));

        Assert.Equal(("web01", ConfigRunStatus.Failed, 9, 1), (report.HostName, report.Status, report.Total, report.Failed));
        Assert.Equal(("Exec[migrate]", "returned 2", "/site.pp:4", 9.0), (report.FailedResource, report.ErrorMessage, report.ErrorSource, report.ElapsedSeconds));
    }

    [Fact]
    public void PuppetsOwnWordGoesBeforeItsMetrics()
    {
        ConfigRunReport report = Assert.Single(Reports.ReadText("""
            {"certname":"web01","status":"changed","logs":[],"metrics":[{"category":"resources","name":"changed","value":0}],"resources":[]}
            """));

        Assert.Equal((ConfigRunStatus.Changed, 1), (report.Status, report.Updated));
    }

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
        IEnumerable<string> tested = typeof(ReportReadingTests).GetMethod(nameof(EveryFormatIsRecognisedAndRead))!
            .GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!);

        Assert.Equal(["ansible/leak_failed.json"], Reports.All.Select(path => Path.GetRelativePath(Reports.Folder, path)).Except(tested));
    }

    [Fact]
    public void WhatARunIsNamedByIsRead()
    {
        ConfigRunReport report = Assert.Single(Reports.Read("chef/failed_converge.datacollector.jsonl"));

        Assert.Equal("7e99ce2a-faff-4acc-9a3c-020696650959", report.RunId);
        Assert.Equal("staging", report.Environment);
        Assert.Equal("db, base", report.Role);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 7, 5, 52, TimeSpan.Zero), report.StartTime);
        Assert.StartsWith("/usr/share/rubygems-integration", report.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void ResourcesTellWhatChangedAndWhere()
    {
        ConfigRunResource motd = Reports.ReadResources("puppet/noop.report.yaml").Single(one => one.Name.EndsWith("motd]", StringComparison.Ordinal));

        Assert.Equal(ConfigRunResourceStatus.Pending, motd.Status);
        Assert.Equal(("/srv/demo/puppet/manifests/noop.pp", 2), (motd.SourceFile, motd.SourceLine));
        Assert.Equal("content: {sha256}74c54dc788ed672fc005fd550d5dcdc4907e2abcf031a3601a7fe90b3677979c -> {sha256}34f4fcf348bc43990b4cbb44b07b6db4d755e3d25b5a571a164445d0ebbcc8ac", motd.ChangedProperties.ToString());
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
        foreach (System.Text.Encoding encoding in (System.Text.Encoding[])[System.Text.Encoding.Unicode, System.Text.Encoding.BigEndianUnicode, System.Text.Encoding.UTF8])
        {
            Assert.Equal(Describe(plain), Describe(Assert.Single(Reports.ReadBytes([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]))));
        }
    }

    [Fact]
    public void ListsPrintAsText()
    {
        ConfigRunReport report = Reports.Read("ansible/failed.json")[1];

        Assert.Equal("Write release marker, Restart", report.ChangedResources.ToString());
        Assert.Equal("a, b and 3 more", new ConfigRunList<string>(["a", "b"], 5).ToString().Replace("b, and", "b and", StringComparison.Ordinal));
    }

    private const string Failed = "Ansible web01 Failed Run 2/1/1/0/ Migrate database /srv/demo/ansible/failed.yml:7";

    private static string Describe(ConfigRunReport one) => string.Create(
        CultureInfo.InvariantCulture,
        $"{one.Tool} {one.HostName} {one.Status} {one.Phase} {one.Total}/{one.Updated}/{one.Failed}/{one.Skipped}/{one.Pending} {one.FailedResource} {one.ErrorSource}");
}
