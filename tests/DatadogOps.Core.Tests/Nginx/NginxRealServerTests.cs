using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Tests.Common;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx;

/// <summary>
/// The filter in front of a real nginx: what it answers does not change by a byte, what it logs loses the Agent's lines and no
/// others, and removal gives back the files.
/// </summary>
public class NginxRealServerTests(ITestOutputHelper output)
{
    public static TheoryData<string> Configurations => [.. NginxSite.PlainNames];

    [NginxTheory]
    [MemberData(nameof(Configurations))]
    public Task OnlyTheAgentsLinesGo(string name) => TryAsync(name);

    [NginxModuleFact("ngx_http_lua_module", "libnginx-mod-http-lua")]
    public Task OnlyTheAgentsLinesGoAroundLua() => TryAsync("lua-blocks");

    [NginxModuleFact("ngx_stream_module", "libnginx-mod-stream")]
    public Task OnlyTheAgentsLinesGoBesideStream() => TryAsync("stream-beside-http");

    [NginxRootFact]
    public Task OnlyTheAgentsLinesGoFromTheBuiltInLog() => TryAsync("built-in-default");

    [NginxRootFact]
    public Task OnlyTheAgentsLinesGoFromTheBuiltInLogBesideOthers() => TryAsync("built-in-default-beside-own");

    private async Task TryAsync(string name)
    {
        using NginxSite site = NginxSite.Create(name);

        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        NginxLogFilterOptions options = Options(site);
        Dictionary<string, string> files = site.Files();
        NginxVisits before = await NginxVisits.MakeAsync(site);

        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(site.Target, options, migrate: false, program.AccessLogPath, default);
        output.WriteLine(plan.Diff);
        IReadOnlyList<NginxLogFilterResult> added = await plan.ApplyAsync(program, site.Folder, reload: false, DateTimeOffset.UnixEpoch, default);
        NginxVisits after = await NginxVisits.MakeAsync(site);
        NginxFilterPlan again = await NginxFilterPlan.AddAsync(site.Target, options, migrate: false, program.AccessLogPath, default);
        IReadOnlyList<NginxLogFinding> findings = await NginxLogAudit.ReadAsync(site.Main, NginxLogAudit.AgentName, default);

        NginxFilterPlan removal = await NginxFilterPlan.RemoveAsync(site.Target, default);
        await removal.ApplyAsync(program, site.Folder, reload: false, DateTimeOffset.UnixEpoch, default);
        NginxVisits removed = await NginxVisits.MakeAsync(site);

        Assert.All(added, result => Assert.True(result.Tested));
        Assert.Equal(before.Answers, after.Answers);
        Assert.Equal(before.Answers, removed.Answers);
        Assert.Equal(before.Lines.Where(line => !IsLeftOut(line.Visit, site, before)), after.Lines);
        Assert.Equal(before.Lines, removed.Lines);
        Assert.Equal(files, site.Files());
        Assert.False(again.HasChanges, again.Diff);
        if (site.Setting("silent") is null)
        {
            Assert.Contains(before.Lines, line => line.Visit.StartsWith(NginxVisits.Agent, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(findings, finding => finding.Result == NginxLogFinding.Logged);
    }

    /// <summary>The article's way gave the Agent other answers than browsers, and logged it after a redirect; the map does neither.</summary>
    [NginxFact]
    public async Task UpdatePutsTheArticlesWayRight()
    {
        using NginxSite site = NginxSite.Create("article-if-in-place");
        File.WriteAllText(site.Main, File.ReadAllText(site.Main)
            .Replace("location / {", "location /x { rewrite ^ /a.html; }\nlocation / {\ntry_files $uri /a.html;", StringComparison.Ordinal)
            .Replace("\"Datadog Agent/.*\"", "\"datadog agent/.*\"", StringComparison.Ordinal));
        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        NginxVisits before = await NginxVisits.MakeAsync(site);

        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(site.Target, new NginxLogFilterOptions(), migrate: true, program.AccessLogPath, default);
        await plan.ApplyAsync(program, site.Folder, reload: false, DateTimeOffset.UnixEpoch, default);
        NginxVisits after = await NginxVisits.MakeAsync(site);

        string Answer(NginxVisits visits, string who) => visits.Answers[$"{who}:{site.Port}/"];
        Assert.NotEqual(Answer(before, "browser"), Answer(before, NginxVisits.Agent));
        Assert.Equal(Answer(after, "browser"), Answer(after, NginxVisits.Agent));
        Assert.Equal(Answer(before, "browser"), Answer(after, "browser"));
        Assert.DoesNotContain(before.Lines, line => line.Visit.StartsWith("impostor", StringComparison.Ordinal));
        Assert.Contains(after.Lines, line => line.Visit.StartsWith("impostor", StringComparison.Ordinal));
        Assert.DoesNotContain(after.Lines, line => line.Visit.StartsWith(NginxVisits.Agent, StringComparison.Ordinal));
    }

    [Fact]
    public void AreAtLeastForty() => Assert.InRange(NginxSite.Names.Count(), 40, int.MaxValue);

    private static NginxLogFilterOptions Options(NginxSite site) => site.Setting("options") switch
    {
        "keep-failures" => new NginxLogFilterOptions { KeepFailures = true },
        "allowed" => new NginxLogFilterOptions { AllowedAddresses = ["127.0.0.1", "2001:db8::/32"] },
        "not-allowed" => new NginxLogFilterOptions { AllowedAddresses = ["10.1.2.3/8"] },
        _ => new NginxLogFilterOptions(),
    };

    private static bool IsLeftOut(string visit, NginxSite site, NginxVisits visits) =>
        visit.StartsWith(NginxVisits.Agent, StringComparison.Ordinal)
        && site.Setting("options") switch
        {
            "keep-failures" => visits.Statuses[visit] is >= 200 and < 400,
            "not-allowed" => false,
            _ => true,
        };
}
