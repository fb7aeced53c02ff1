using DatadogOps.ConfigRuns.Model;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.ConfigRuns.Tools.Puppet;

/// <summary>What the Puppet of this machine writes today is read with the right cause.</summary>
public class PuppetRunTests(ToolRuns runs) : IClassFixture<ToolRuns>
{
    [ToolFact("puppet")]
    public async Task AChangeIsChanged()
    {
        ConfigRunReport report = await runs.PuppetAsync("changed", "file { 'FOLDER/motd': ensure => file, content => 'hello' }");

        Assert.Equal((ConfigRunStatus.Changed, 1, "Apply", false), (report.Status, report.Updated, report.Phase, report.NoOp));
        Assert.EndsWith("motd]", report.ChangedResources.ToString(), StringComparison.Ordinal);
        Assert.NotNull(report.RunId);
    }

    [ToolFact("puppet")]
    public async Task NothingToDoIsUnchanged() =>
        Assert.Equal(ConfigRunStatus.Unchanged, (await runs.PuppetAsync("unchanged", "file { 'FOLDER': ensure => directory }")).Status);

    [ToolFact("puppet")]
    public async Task NoopIsPending()
    {
        ConfigRunReport report = await runs.PuppetAsync("noop", "file { 'FOLDER/never': ensure => file, content => 'x' }", "--noop");

        Assert.Equal((ConfigRunStatus.Pending, true, 0, 1), (report.Status, report.NoOp, report.Updated, report.Pending));
    }

    [ToolFact("puppet")]
    public async Task AFailureNamesItsResourceAndWhatItsCommandPrinted()
    {
        ConfigRunReport report = await runs.PuppetAsync("failed", """
            exec { 'migrate database': command => '/bin/sh -c "echo FATAL: role app does not exist, password=hunter2 >&2; exit 2"' }
            file { 'FOLDER/after': ensure => file, content => 'x', require => Exec['migrate database'] }
            """);

        Assert.Equal((ConfigRunStatus.Failed, "Exec[migrate database]", 1, 1), (report.Status, report.FailedResource, report.Failed, report.Skipped));
        Assert.Contains("returned 2", report.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("FATAL: role app does not exist", report.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", report.ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("failed.pp:1", report.ErrorSource, StringComparison.Ordinal);
    }

    [ToolFact("puppet")]
    public async Task ACatalogThatCannotBeAppliedTellsWhy()
    {
        ConfigRunReport report = await runs.PuppetAsync("cycle", "notify { 'a': require => Notify['b'] }\nnotify { 'b': require => Notify['a'] }");

        Assert.Equal((ConfigRunStatus.Failed, 0), (report.Status, report.Updated));
        Assert.Contains("dependency cycle", report.ErrorMessage, StringComparison.Ordinal);
    }
}
