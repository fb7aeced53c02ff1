using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.Postgres;
using DatadogOps.Tests.Telemetry.DogStatsD;
using FsCheck.Xunit;

namespace DatadogOps.Tests.ConfigRuns.Reporting;

public sealed class RunEventTests
{
    [Fact]
    public void A_failed_run_is_told_with_its_cause_where_it_is_and_what_else_happened()
    {
        DatadogEvent told = Tell(Runs.Failed());

        Assert.Equal("Puppet failed on web01.example.com", told.Title);
        Assert.Equal((DatadogAlertType.Error, DatadogEventPriority.Normal, "puppet:web01.example.com", "puppet"), (told.AlertType, told.Priority, told.AggregationKey, told.SourceTypeName));
        Assert.Equal(Runs.End, told.Timestamp);
        Assert.True(told.IsMarkdown);
        Assert.StartsWith("**Failed** in phase Apply after 12.5 seconds. 15 resources: 1 updated, 1 failed, 2 skipped.", told.Text, StringComparison.Ordinal);
        Assert.Contains("**Cause** in `Exec[migrate database]` (`/etc/puppet/site.pp:2`)\n```\nrole \"app\" does not exist\n```", told.Text, StringComparison.Ordinal);
        Assert.Contains("**Failed resources**\n- `Exec[migrate database]` (`/etc/puppet/site.pp:2`)\n", told.Text, StringComparison.Ordinal);
        Assert.Contains("**Changed resources**\n- `File[/etc/motd]` (`/etc/puppet/site.pp:7`): content", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_keep_a_value_with_blanks_and_a_list_apart()
    {
        DatadogEvent told = Tell(Runs.Failed());

        Assert.Equal(["tool:puppet", "env:pre_production", "role:web", "role:db", "status:failed", "phase:apply"], told.Tags);
    }

    [Theory]
    [InlineData("Chef", ConfigRunStatus.Changed, null, false, "Chef completed in 3 seconds on web01")]
    [InlineData("Chef", ConfigRunStatus.Failed, "Converge", false, "Chef failed in 3 seconds on web01")]
    [InlineData("Chef", ConfigRunStatus.Failed, "Compile", false, "Chef failed during compile phase on web01")]
    [InlineData("Puppet", ConfigRunStatus.Unchanged, null, false, "Puppet ran on, and left web01 unchanged")]
    [InlineData("Puppet", ConfigRunStatus.Changed, null, false, "Puppet changed resources on web01")]
    [InlineData("Puppet", ConfigRunStatus.Pending, null, true, "Puppet would change resources on web01 (noop)")]
    [InlineData("Puppet", ConfigRunStatus.Failed, "Catalog", false, "Puppet could not obtain a catalog on web01")]
    [InlineData("Ansible", ConfigRunStatus.Failed, "Connect", false, "Ansible playbook \"site\" could not reach web01")]
    [InlineData("Dsc", ConfigRunStatus.Pending, null, false, "DSC configuration would change web01")]
    [InlineData("Salt", ConfigRunStatus.Failed, null, false, "Salt states failed on web01")]
    public void The_title_says_what_happened_in_the_words_of_each_tool(string tool, string status, string? phase, bool noop, string title)
    {
        Assert.Equal(title, Tell(Runs.Good(tool) with { Status = status, Phase = phase, NoOp = noop, Name = "site" }).Title);
    }

    [Fact]
    public void A_playbook_as_a_whole_has_a_title_and_a_key_of_its_own()
    {
        DatadogEvent told = Tell(Runs.Good("Ansible", null) with { Name = "deploy.yml" });

        Assert.Equal(("Ansible playbook \"deploy.yml\" completed in 3 seconds successfully", "ansible:playbook deploy.yml"), (told.Title, told.AggregationKey));
        Assert.Equal((DatadogAlertType.Success, DatadogEventPriority.Low), (told.AlertType, told.Priority));
        Assert.Null(told.HostName);
    }

    [Fact]
    public void Nobody_is_paged_by_a_name_in_a_log_line_and_no_text_ends_the_markdown()
    {
        DatadogEvent told = Tell(Runs.Failed("@oncall %%%\n``` @all") with { HostName = "@web`01" });

        Assert.DoesNotContain("@", (told.Text + told.Title + told.AggregationKey + told.Tags).Replace("(@)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("%%%", told.Text, StringComparison.Ordinal);
        Assert.Equal(2, told.Text.Split("```").Length - 1);
    }

    [Fact]
    public void A_long_host_name_is_still_one_story_and_not_that_of_its_neighbour()
    {
        string name = new('x', 150);
        string[] keys = [.. new[] { name + "1", name + "2", name + "1" }.Select(host => Tell(Runs.Good("Chef", host)).AggregationKey!)];

        Assert.All(keys, key => Assert.InRange(key.Length, 1, 100));
        Assert.Equal(keys[0], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public void However_much_there_is_to_tell_it_fits_and_what_is_missing_is_said()
    {
        ConfigRunResource[] many = [.. Enumerable.Range(0, 100).Select(i => Runs.Resource($"File[/a/rather/long/path/{i}]", ConfigRunResourceStatus.Failed, i, new string('e', 500)))];
        ConfigRunReport report = Runs.Failed(string.Concat(Enumerable.Repeat("first line\n", 800)) + "the very end") with
        {
            StackTrace = string.Join('\n', Enumerable.Range(0, 300).Select(i => $"/usr/lib/ruby/gems/file{i}.rb:{i}:in `method'")),
            Failures = Runs.List(many, 5000),
            Changes = Runs.List([.. many.Select(one => one with { Status = ConfigRunResourceStatus.Changed, ErrorMessage = null })], 9000),
        };

        string text = Tell(report).Text;

        Assert.InRange(text.Length, 3000, EventBody.MaxLength);
        Assert.Contains("characters left out]", text, StringComparison.Ordinal);
        Assert.Contains("the very end", text, StringComparison.Ordinal);
        Assert.Contains("file0.rb", text, StringComparison.Ordinal);
        Assert.Contains("outer frames left out]", text, StringComparison.Ordinal);
        Assert.Matches(@"(?s)Failed resources.*- and 499\d more.*Changed resources.*- and 89\d\d more$", text);
    }

    [Property(MaxTest = 300)]
    public void Any_text_gives_an_event_that_datadog_takes(string message, string name, string trace, int repeat)
    {
        string Long(string text) => string.Concat(Enumerable.Repeat(text ?? "\ud800", Math.Abs(repeat % 400)));
        ConfigRunResource resource = Runs.Resource(Long(name), ConfigRunResourceStatus.Failed, 1, Long(message)) with { SourceFile = Long(name) };
        ConfigRunReport report = Runs.Failed(Long(message)) with
        {
            HostName = Long(name), Name = Long(name), FailedResource = Long(name), StackTrace = Long(trace), Phase = Long(name), ToolVersion = Long(name), Environment = Long(name), Role = Long(message),
            Failures = Runs.List([.. Enumerable.Repeat(resource, 30)]),
            Changes = Runs.List([.. Enumerable.Repeat(resource, 30)]),
        };

        DatadogEvent told = Tell(report);

        Assert.InRange(told.Text.Length, 1, 3990);
        Assert.InRange(told.Title.Length, 1, 160);
        Assert.InRange(told.AggregationKey!.Length, 1, 100);
        Assert.All(told.Tags, tag => Assert.InRange(tag.Length, 1, 200));
        Assert.True(Encoding.UTF8.GetByteCount(told.Text) < 7000);
        // No half of a surrogate pair: strict encoding takes all of it.
        _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(told.Text + told.Title);
    }

    private static DatadogEvent Tell(ConfigRunReport report) => RunEvent.Of(report);
}
