using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Nginx;

public class MeasureNginxAgentLogTests
{
    private static readonly string[] s_lines =
    [
        "10.0.0.1 - - [22/Nov/2026:19:00:00 +0000] \"GET /health?x=1 HTTP/1.1\" 200 2 \"-\" \"Datadog Agent/7.60.0\"",
        "10.0.0.2 - bob smith [22/Nov/2026:20:00:00 +0000] \"GET /Datadog%20Agent/ HTTP/1.1\" 200 2 \"Datadog Agent/\" \"Mozilla/5.0\"",
        "10.0.0.1 - - [22/Nov/2026:21:00:00 +0000] \"GET /health HTTP/1.1\" 503 2 \"-\" \"Datadog Agent/7.60.0\"",
        "10.0.0.3 - - [23/Nov/2026:07:00:00 +0000] \"GET / HTTP/1.1\" 200 2 \"-\" \"x Datadog Agent/ y\"",
    ];

    [Fact]
    public void MeasuresPlainAndCompressedLogs()
    {
        using var site = new TemporarySite();
        string plain = Write(site, "access.log", string.Join('\n', s_lines) + "\n");
        string packed = plain + ".2.gz";
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(plain));
        }

        IReadOnlyList<PSObject> usages = StagedModule.Output($"Measure-NginxAgentLog {plain}* -ThrottleLimit 1");

        Assert.Equal([plain, packed], usages.Select(usage => (string)usage.Get("Path")!));
        Assert.All(usages, usage =>
        {
            Assert.Equal((2L, 4L, 0.5), ((long)usage.Get("AgentLines")!, (long)usage.Get("Lines")!, (double)usage.Get("LineShare")!));
            Assert.Equal(s_lines[0].Length + s_lines[2].Length + 2L, usage.Get("AgentBytes"));
            Assert.Equal(new FileInfo(plain).Length, usage.Get("Bytes"));
            Assert.Equal((s_lines[0].Length + s_lines[2].Length + 2L) * 60, usage.Get("BytesPerMonth"));
        });
    }

    [Fact]
    public void GroupsByPathStatusAndHour()
    {
        using var site = new TemporarySite();
        string log = Write(site, "access.log", string.Join('\n', s_lines));

        IReadOnlyList<PSObject> byPath = StagedModule.Output($"Measure-NginxAgentLog {log} -GroupBy UrlPath, ClientAddress");
        IReadOnlyList<PSObject> byHour = StagedModule.Output($"Measure-NginxAgentLog {log} -GroupBy Status, Hour");

        Assert.EndsWith("#Group", byHour[0].TypeNames[0], StringComparison.Ordinal);
        PSObject only = Assert.Single(byPath);
        Assert.Equal(("/health", "10.0.0.1", null, 2L), ((string)only.Get("UrlPath")!, (string)only.Get("ClientAddress")!, only.Get("Status"), (long)only.Get("AgentLines")!));
        Assert.Equal(["200 22/Nov/2026:19", "503 22/Nov/2026:21"], byHour.Select(usage => $"{usage.Get("Status")} {usage.Get("Hour")}").Order());
    }

    [Fact]
    public void ReadsFormatsOfTheConfigurationAndJson()
    {
        using var site = new TemporarySite(TemporarySite.Usual.Replace(
            "access_log @DIR@/access.log;",
            "log_format mine escape=json '$http_user_agent|$host' ' $status'; access_log @DIR@/mine.log mine;",
            StringComparison.Ordinal));
        string mine = Write(site, "mine.log-20261122", "Datadog Agent/7|shop.example 200\nMozilla|shop.example 200\n");
        string json = Write(site, "json.log", "{\"status\":200,\"http_user_agent\":\"Datadog Agent/7\",\"host\":\"a\"}\n{\"http_user_agent\":\"x Datadog Agent/7\"}\n{broken Datadog Agent/\n");

        PSObject own = Assert.Single(StagedModule.Output($"Measure-NginxAgentLog {mine} -ConfPath {site.Main} -GroupBy HostName, Status"));
        PSObject objects = Assert.Single(StagedModule.Output($"Measure-NginxAgentLog {json} -GroupBy HostName, Status"));

        Assert.Equal(("shop.example", "200", 1L, 2L), ((string)own.Get("HostName")!, (string)own.Get("Status")!, (long)own.Get("AgentLines")!, (long)own.Get("Lines")!));
        Assert.Equal(("a", "200", 1L, 3L), ((string)objects.Get("HostName")!, (string)objects.Get("Status")!, (long)objects.Get("AgentLines")!, (long)objects.Get("Lines")!));
    }

    [Fact]
    public void MeasuresOtherUserAgents()
    {
        using var site = new TemporarySite();
        string log = Write(site, "access.log", string.Join('\n', new[] { "Datadog/Synthetics", "Mozilla/5.0 DatadogSynthetics", "UptimeRobot/2.0", "xUptimeRobot/2.0", "DatadogSynthetics/1" }
            .Select(agent => s_lines[0].Replace("Datadog Agent/7.60.0", agent, StringComparison.Ordinal))));

        PSObject usage = Assert.Single(StagedModule.Output($"Measure-NginxAgentLog {log} -AgentKind SyntheticsApi, SyntheticsBrowser -UserAgent 'UptimeRobot/*'"));

        Assert.Equal((3L, 5L), ((long)usage.Get("AgentLines")!, (long)usage.Get("Lines")!));
    }

    [Fact]
    public void ReportsOneErrorPerUnreadableLog()
    {
        using var site = new TemporarySite();
        string good = Write(site, "good.log", s_lines[0] + "\n");
        string odd = Write(site, "odd.log", "nobody knows\n");
        string cut = Path.Combine(site.Folder, "cut.gz");
        File.WriteAllBytes(cut, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]);

        PipelineResult result = StagedModule.Run($"Measure-NginxAgentLog {good}, {odd}, {cut}, {site.Folder}/none.log, {good}");

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(["NginxFileNotFound", "NginxLogFormatInvalid", "NginxLogUnreadable"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order());
    }

    private static string Write(TemporarySite site, string name, string text)
    {
        string path = Path.Combine(site.Folder, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
