using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Tests.Common;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx.LogFilter;

/// <summary>
/// With a real nginx: responses stay byte-identical, the logs lose the Agent's lines only, and removal restores the files.
/// </summary>
public class NginxFilterEditorTests(ITestOutputHelper output)
{
    public static TheoryData<string> Configurations => [.. NginxSite.PlainNames];

    [NginxTheory]
    [MemberData(nameof(Configurations))]
    public Task RemovesOnlyTheAgentsLines(string name) => TryAsync(name);

    [NginxModuleFact("ngx_http_lua_module", "libnginx-mod-http-lua")]
    public Task RemovesOnlyTheAgentsLinesWithLua() => TryAsync("lua-blocks");

    [NginxModuleFact("ngx_stream_module", "libnginx-mod-stream")]
    public Task RemovesOnlyTheAgentsLinesWithStream() => TryAsync("stream-beside-http");

    [NginxRootFact]
    public Task RemovesOnlyTheAgentsLinesFromTheDefaultLog() => TryAsync("built-in-default");

    [NginxRootFact]
    public Task RemovesOnlyTheAgentsLinesFromTheDefaultLogBesideOthers() => TryAsync("built-in-default-beside-own");

    private async Task TryAsync(string name)
    {
        using NginxSite site = NginxSite.Create(name);

        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        NginxLogFilterOptions options = Options(site);
        Dictionary<string, string> files = site.Files();
        NginxVisits before = await NginxVisits.MakeAsync(site);

        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(site.Target, options, replaceLegacy: false, program.AccessLogPath, default);
        output.WriteLine(plan.Diff);
        IReadOnlyList<NginxLogFilterResult> added = await plan.ApplyAsync(program, site.Folder, reload: false, DateTimeOffset.UnixEpoch, default);
        NginxVisits after = await NginxVisits.MakeAsync(site);
        NginxFilterPlan again = await NginxFilterPlan.AddAsync(site.Target, options, replaceLegacy: false, program.AccessLogPath, default);
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

        Assert.DoesNotContain(findings, finding => finding.Actual == NginxLogFinding.Logged);
    }

    /// <summary>The legacy filter gave the Agent other responses than browsers, and logged it after a redirect. The map does neither.</summary>
    [NginxFact]
    public async Task UpdateReplacesTheLegacyFilter()
    {
        using NginxSite site = NginxSite.Create("legacy-if-in-place");
        File.WriteAllText(site.Main, File.ReadAllText(site.Main)
            .Replace("location / {", "location /x { rewrite ^ /a.html; }\nlocation / {\ntry_files $uri /a.html;", StringComparison.Ordinal)
            .Replace("\"Datadog Agent/.*\"", "\"datadog agent/.*\"", StringComparison.Ordinal));
        NginxProgram program = (await NginxProgram.FindAsync(NginxServer.Find(out _), null, default))!;
        NginxVisits before = await NginxVisits.MakeAsync(site);

        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(site.Target, new NginxLogFilterOptions(), replaceLegacy: true, program.AccessLogPath, default);
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
    public void CoversAtLeast40Configurations() => Assert.InRange(NginxSite.Names.Count(), 40, int.MaxValue);

    [Theory]
    [InlineData("\r")]
    [InlineData("\n\r")]
    [InlineData("\r\n\r")]
    [InlineData("\r\n")]
    [InlineData(" \r ")]
    [InlineData(";\r")]
    public async Task RemovalRestoresTheBytesBeforeTheLastBrace(string between)
    {
        using NginxSite site = NginxSite.Create("site-linked");
        string text = $"events {{}}\nhttp {{ access_log {site.Folder}/a.log{(between.Contains(';', StringComparison.Ordinal) ? "" : ";")}{between}}}\n";
        File.WriteAllText(site.Main, text);

        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(site.Main, new NginxLogFilterOptions(), false, null, default);
        await plan.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
        string added = File.ReadAllText(site.Main);
        NginxFilterPlan removal = await NginxFilterPlan.RemoveAsync(site.Main, default);
        await removal.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch.AddHours(1), default);

        Assert.Contains("map $http_user_agent $datadog_agent_loggable", added, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(site.Main));
    }

    [Fact]
    public async Task DefaultLogIsUnknownWithoutNginx()
    {
        using NginxSite site = NginxSite.Create("site-linked");
        File.WriteAllText(site.Main, "http { server { listen 80; } }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal(NginxErrorIds.DefaultLogUnknown, error.ErrorId);
    }

    [Fact]
    public async Task RejectsALogSharedByHttpAndStream()
    {
        using NginxSite site = NginxSite.Create("site-linked");
        File.WriteAllText(Path.Combine(site.Folder, "log.inc"), "access_log /tmp/x.log basic;");
        File.WriteAllText(site.Main, "stream { include log.inc; } http { include log.inc; server { listen 80; } }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal((NginxErrorIds.SharedWithStream, Path.Combine(site.Folder, "log.inc")), (error.ErrorId, error.Target));
    }


    [Fact]
    public async Task RemovalRestoresRandomFiles()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;
        try
        {
            string path = Path.Combine(folder, "nginx.conf");
            await NginxFuzz.RunAsync(async (random, _) =>
            {
                await File.WriteAllBytesAsync(path, NginxFuzz.Mutate(random, NginxFuzz.Seeds));
                try
                {
                    NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, default);
                    var editor = new NginxFilterEditor(target);
                    await editor.RemoveAsync(default); // blocks that a mutation created
                    string before = Snapshot(target);
                    await editor.AddAsync(new NginxLogFilterOptions(), "/var/log/x.log", default);
                    await new NginxFilterEditor(target).RemoveAsync(default);
                    Assert.Equal(before, Snapshot(target));
                }
                catch (OperationException error)
                {
                    Assert.NotEmpty(error.Advice);
                }
            }, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Snapshot(NginxFilterTarget target) => string.Join('\n', target.Configurations
        .SelectMany(configuration => configuration.Documents)
        .Select(document => document.Path + Convert.ToHexString(document.Bytes)));

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
