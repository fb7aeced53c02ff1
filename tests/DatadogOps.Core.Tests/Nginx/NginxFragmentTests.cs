using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx;

/// <summary>Fragments beside each other, and what the configuration around them says.</summary>
public sealed class NginxFragmentTests : IDisposable
{
    private readonly NginxSite _site = NginxSite.Create("fragment-inherits");

    private string Shop => Path.Combine(_site.Folder, "sites-available", "shop");

    private string Other => Path.Combine(_site.Folder, "conf.d", "other.conf");

    public void Dispose() => _site.Dispose();

    [NginxFact]
    public async Task EachHasAFilterOfItsOwnThatTheOtherDoesNotNeed()
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
    public async Task TheWholeConfigurationTakesAFragmentsFilterOut()
    {
        Dictionary<string, string> files = _site.Files();
        await AddAsync(Shop);

        await RemoveAsync(_site.Main);

        Assert.Equal(files, _site.Files());
    }

    [Fact]
    public async Task WhatIsInheritedIsSeenInTheConfigurationAround()
    {
        IReadOnlyList<NginxLogFinding> before = await NginxLogAudit.ReadAsync(Shop, NginxLogAudit.AgentName, default);
        NginxFilterPlan plan = await PlanAsync(Shop);
        await plan.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
        IReadOnlyList<NginxLogFinding> after = await NginxLogAudit.ReadAsync(Shop, NginxLogAudit.AgentName, default);

        Assert.Contains(before, finding => finding is { Result: NginxLogFinding.Logged, Location: "/" } && finding.File == _site.Main);
        Assert.Empty(plan.Warnings);
        Assert.All(after, finding => Assert.Equal(NginxLogFinding.NotLogged, finding.Result));
    }

    [Fact]
    public async Task WhatNginxConfFiltersAlreadyIsNotFilteredTwice()
    {
        await (await PlanAsync(_site.Main)).ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
        File.WriteAllText(Other, $"server {{ listen 127.0.0.1:{_site.Port}; server_name new.example; }}\n");

        NginxFilterPlan plan = await PlanAsync(Other);

        Assert.False(plan.HasChanges, plan.Diff);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task WhereNothingTakesTheMapInThatIsSaid()
    {
        File.WriteAllText(_site.Main, File.ReadAllText(_site.Main)
            .Replace("sites-enabled/*;", "sites-enabled/shop;", StringComparison.Ordinal)
            .Replace("conf.d/*.conf;", "conf.d/other.conf;", StringComparison.Ordinal));

        NginxFilterPlan plan = await PlanAsync(Shop);

        Assert.Contains("includes a file of that name", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutNginxConfWhatIsInheritedStaysAndThatIsSaid()
    {
        File.Delete(_site.Main);

        NginxFilterPlan plan = await PlanAsync(Shop);

        Assert.Contains("outside of the files given", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("short.log", plan.Diff, StringComparison.Ordinal);
    }

    private static Task<NginxFilterPlan> PlanAsync(string path) => NginxFilterPlan.AddAsync(path, new NginxLogFilterOptions(), migrate: false, null, default);

    private async Task AddAsync(string path) => await ApplyAsync(await PlanAsync(path));

    private async Task RemoveAsync(string path) => await ApplyAsync(await NginxFilterPlan.RemoveAsync(path, default));

    // nginx checks each step.
    private async Task ApplyAsync(NginxFilterPlan plan)
    {
        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        Assert.Empty(plan.Warnings);
        Assert.All(await plan.ApplyAsync(program, _site.Folder, reload: false, DateTimeOffset.UnixEpoch, default), result => Assert.True(result.Tested));
    }
}
