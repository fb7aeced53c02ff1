using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;
using DatadogOps.Testbed;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx;

/// <summary>
/// The filter in front of a real nginx: what it answers does not change by a byte, what it logs loses the Agent's lines and no
/// others, and removal gives back the files.
/// </summary>
public class NginxRealServerTests(ITestOutputHelper output)
{
    public static TheoryData<string> Configurations => [.. NginxSite.Names];

    [NginxTheory]
    [MemberData(nameof(Configurations))]
    public async Task OnlyTheAgentsLinesGo(string name)
    {
        using NginxSite site = NginxSite.Create(name);
        if (site.Missing is { } missing)
        {
            output.WriteLine($"Not run: {missing}");
            return;
        }

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
