using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx.LogFilter;

/// <summary>Fragments, with and without the configuration that includes them.</summary>
public sealed class NginxFilterTargetTests : IDisposable
{
    private readonly NginxSite _site = NginxSite.Create("fragment-inherits");

    private string Shop => Path.Combine(_site.Folder, "sites-available", "shop");

    private string Other => Path.Combine(_site.Folder, "conf.d", "other.conf");

    public void Dispose() => _site.Dispose();

    [NginxFact]
    public async Task FragmentsHaveIndependentFilters()
    {
        File.WriteAllText(Other, File.ReadAllText(Other).Replace("access_log off;", "", StringComparison.Ordinal));
        Dictionary<string, string> files = _site.Files();

        await AddAsync(Shop);
        Dictionary<string, string> one = _site.Files();
        await AddAsync(Other);
        Assert.False((await PlanAsync(Shop)).HasChanges);
        Assert.False((await PlanAsync(Other)).HasChanges);
        await RemoveAsync(Other);
        Assert.Equal(one, _site.Files());

        await AddAsync(Other);
        await RemoveAsync(Shop);
        Assert.Contains("if=$datadog_agent_loggable", File.ReadAllText(Other), StringComparison.Ordinal);
        await RemoveAsync(Other);
        Assert.Equal(files, _site.Files());
    }

    [NginxFact]
    public async Task CompleteConfigurationRemovesTheFilterOfAFragment()
    {
        Dictionary<string, string> files = _site.Files();
        await AddAsync(Shop);

        await RemoveAsync(_site.Main);

        Assert.Equal(files, _site.Files());
    }

    [Fact]
    public async Task FindsInheritedLogsInTheSurroundingConfiguration()
    {
        IReadOnlyList<NginxLogFinding> before = await NginxLogAudit.ReadAsync(Shop, NginxLogAudit.AgentName, default);
        NginxFilterPlan plan = await PlanAsync(Shop);
        await plan.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
        IReadOnlyList<NginxLogFinding> after = await NginxLogAudit.ReadAsync(Shop, NginxLogAudit.AgentName, default);

        Assert.Contains(before, finding => finding is { Actual: NginxLogFinding.Logged, Location: "/" } && finding.File == _site.Main);
        Assert.Empty(plan.Warnings);
        Assert.All(after, finding => Assert.Equal(NginxLogFinding.NotLogged, finding.Actual));
    }

    [Fact]
    public async Task DoesNotFilterInheritedLogsTwice()
    {
        await (await PlanAsync(_site.Main)).ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
        File.WriteAllText(Other, $"server {{ listen 127.0.0.1:{_site.Port}; server_name new.example; }}\n");

        NginxFilterPlan plan = await PlanAsync(Other);

        Assert.False(plan.HasChanges, plan.Diff);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task WarnsIfTheMapIsNotIncluded()
    {
        File.WriteAllText(_site.Main, File.ReadAllText(_site.Main)
            .Replace("sites-enabled/*;", "sites-enabled/shop;", StringComparison.Ordinal)
            .Replace("conf.d/*.conf;", "conf.d/other.conf;", StringComparison.Ordinal));

        NginxFilterPlan plan = await PlanAsync(Shop);

        Assert.Contains("is not included by the http block", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WarnsIfInheritedLogsAreUnknown()
    {
        File.Delete(_site.Main);

        NginxFilterPlan plan = await PlanAsync(Shop);

        Assert.Contains("not part of the specified files", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("short.log", plan.Diff, StringComparison.Ordinal);
    }

    private static Task<NginxFilterPlan> PlanAsync(string path) => NginxFilterPlan.AddAsync(path, new NginxLogFilterOptions(), replaceLegacy: false, null, default);

    private async Task AddAsync(string path) => await ApplyAsync(await PlanAsync(path));

    private async Task RemoveAsync(string path) => await ApplyAsync(await NginxFilterPlan.RemoveAsync(path, default));

    // With nginx -t at each step.
    private async Task ApplyAsync(NginxFilterPlan plan)
    {
        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        Assert.Empty(plan.Warnings);
        Assert.All(await plan.ApplyAsync(program, _site.Folder, reload: false, DateTimeOffset.UnixEpoch, default), result => Assert.True(result.Tested));
    }
}
