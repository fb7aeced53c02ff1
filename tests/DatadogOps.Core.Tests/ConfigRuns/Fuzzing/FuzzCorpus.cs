using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Iam;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>What mutants are made of: the fixtures, and forms of reports that no fixture has.</summary>
internal static class FuzzCorpus
{
    /// <summary>Inputs that once did harm.</summary>
    public static string SeedFolder { get; } = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Seeds");

    public static IEnumerable<string> Seeds => Directory.EnumerateFiles(SeedFolder).Order(StringComparer.Ordinal);

    public static byte[][] Fixtures { get; } = [.. Reports.All.Select(File.ReadAllBytes)];

    public static byte[] PuppetDb { get; } = """
        [{"certname":"web01","hash":"a1","status":"failed","report_format":12,"puppet_version":"7.23.0","environment":"production","noop":false,"noop_pending":false,"corrective_change":false,
        "start_time":"2026-01-01T00:00:00.000Z","end_time":"2026-01-01T00:00:09.000Z","transaction_uuid":"8e2c0f5e","receive_time":"2026-01-01T00:00:10Z",
        "logs":[{"file":null,"line":null,"level":"err","message":"returned 2 instead of one of [0]","source":"/Stage[main]/Main/Exec[migrate]/returns","tags":["err"],"time":"2026-01-01T00:00:05Z"},
        {"level":"notice","message":"FATAL: no role","source":"/Stage[main]/Main/Exec[migrate]/returns","time":"2026-01-01T00:00:05Z"}],
        "metrics":[{"category":"resources","name":"total","value":9},{"category":"time","name":"total","value":8.25}],
        "resources":[{"resource_type":"Exec","resource_title":"migrate","file":"/site.pp","line":4,"skipped":false,"timestamp":"2026-01-01T00:00:05Z","containment_path":["Stage[main]","Main"],
        "events":[{"status":"failure","property":"returns","old_value":"notrun","new_value":["0"],"message":"returned 2","timestamp":"2026-01-01T00:00:05Z","corrective_change":false}]},
        {"resource_type":"File","resource_title":"/etc/motd","skipped":true,"events":[]}]}]
        """u8.ToArray();

    public static byte[][] SaltYaml { get; } =
    [
        """
        web01:
          cmd_|-migrate_|-/srv/app/migrate_|-run:
            __id__: migrate
            __run_num__: 1
            __sls__: web.app
            changes:
              pid: 4
              retcode: 2
              stderr: 'FATAL: role "app" does not exist'
              stdout: ''
            comment: Command "/srv/app/migrate" run
            duration: 31.5
            name: /srv/app/migrate
            result: false
            start_time: '10:00:00.000001'
          pkg_|-nginx_|-nginx_|-installed:
            __run_num__: 0
            changes:
              nginx:
                new: 1.22.1-9
                old: ''
            comment:
            - one
            - two
            duration: 0.5 ms
            result: true
        web02:
        - Rendering SLS 'base:web' failed
        web03: Minion did not return. [No response]
        """u8.ToArray(),
        """
        local:
            file_|-motd_|-/etc/motd_|-managed: {__run_num__: 0, changes: {diff: "--- \n+++ \n"}, comment: null, duration: 3, result: null}
        """u8.ToArray(),
    ];

    /// <summary>Messages of a file of JSON lines, each alone and over several lines, as old Automate files hold them.</summary>
    public static IEnumerable<byte[]> Indented(string fixture) =>
        File.ReadAllLines(Reports.PathOf(fixture)).Where(line => line.StartsWith('{')).Select(line => Encoding.UTF8.GetBytes(JsonNode.Parse(line)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true })));

    /// <summary>The fixtures whose path begins so and ends so.</summary>
    public static byte[][] Of(string begin, string end) =>
        [.. Reports.All.Select(path => Path.GetRelativePath(Reports.Folder, path)).Where(path => path.StartsWith(begin, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal)).Select(path => File.ReadAllBytes(Reports.PathOf(path)))];
}
