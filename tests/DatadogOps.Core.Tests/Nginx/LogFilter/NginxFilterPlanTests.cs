using System.Runtime.Versioning;
using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx.LogFilter;

public sealed class NginxFilterPlanTests : IDisposable
{
    private readonly NginxSite _site = NginxSite.Create("site-linked");

    public void Dispose() => _site.Dispose();

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task KeepsModesAndLinks()
    {
        string shop = Path.Combine(_site.Folder, "sites-available", "shop");
        string link = Path.Combine(_site.Folder, "sites-enabled", "shop");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(shop, Mode);

        IReadOnlyList<NginxLogFilterResult> results = await AddAsync();

        Assert.Contains("if=$datadog_agent_loggable", File.ReadAllText(shop), StringComparison.Ordinal);
        Assert.Equal(shop, File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName);
        Assert.Equal(Mode, File.GetUnixFileMode(shop));
        NginxLogFilterResult result = results.Single(one => one.Path == link);
        Assert.Equal(Mode, File.GetUnixFileMode(result.BackupPath!));
        Assert.Equal(Path.GetDirectoryName(shop), Path.GetDirectoryName(result.BackupPath));
    }

    [LinuxRootFact]
    public async Task KeepsTheOwner()
    {
        await ChildProcess.RunAsync("chown", ["65534:65534", _site.Main]);

        await AddAsync();

        Assert.StartsWith("65534:65534", await ChildProcess.RunAsync("stat", ["-c", "%u:%g", _site.Main]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangesNothingIfAFileWasChangedMeanwhile()
    {
        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default);
        File.AppendAllText(Path.Combine(_site.Folder, "sites-available", "shop"), "# somebody was here\n");
        Dictionary<string, string> before = _site.Files();

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => plan.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default));

        Assert.Equal(NginxErrorIds.FileChanged, error.ErrorId);
        AssertUntouched(before);
    }

    [NginxUnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task RestoresTheFilesIfNginxRejectsTheResult()
    {
        // Accepted as it is; refused with the filter, by a program that knows the filter's variable.
        string refusing = Path.Combine(_site.Folder, "nginx.sh");
        File.WriteAllText(refusing, $"#!/bin/sh\nif [ \"$1\" = -V ]; then exec {NginxServer.Find(out _)} -V; fi\nif grep -q datadog_agent_loggable {_site.Main}; then echo 'nginx: [emerg] no such luck' >&2; exit 1; fi\nexit 0\n");
        File.SetUnixFileMode(refusing, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Dictionary<string, string> before = _site.Files();
        NginxProgram program = (await NginxProgram.FindAsync(refusing, null, default))!;
        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default);

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => plan.ApplyAsync(program, null, false, DateTimeOffset.UnixEpoch, default));

        Assert.Equal(NginxErrorIds.TestFailed, error.ErrorId);
        Assert.Contains("no such luck", error.Message, StringComparison.Ordinal);
        AssertUntouched(before);
    }

    [Fact]
    public async Task ChangesNothingIfAFileCannotBeReplaced()
    {
        // Nothing fits beside a file whose name is as long as names may be: not for root either.
        string fragment = Path.Combine(_site.Folder, new string('x', 250) + ".inc");
        File.WriteAllText(fragment, $"access_log {_site.Folder}/x.log basic;\n");
        string main = File.ReadAllText(_site.Main);
        File.WriteAllText(_site.Main, main.Insert(main.IndexOf("http {", StringComparison.Ordinal) + "http {".Length, $"\n    include {Path.GetFileName(fragment)};"));
        Dictionary<string, string> before = _site.Files();

        OperationException error = await Assert.ThrowsAsync<OperationException>(AddAsync);

        Assert.Equal((NginxErrorIds.WriteFailed, fragment), (error.ErrorId, error.Target));
        AssertUntouched(before);
    }

    private async Task<IReadOnlyList<NginxLogFilterResult>> AddAsync()
    {
        NginxFilterPlan plan = await NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default);
        return await plan.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch, default);
    }

    private void AssertUntouched(Dictionary<string, string> before)
    {
        Assert.Equal(before, _site.Files());
        Assert.DoesNotContain(Directory.EnumerateFiles(_site.Folder, ".*", SearchOption.AllDirectories), file => file.Contains(".datadogops.", StringComparison.Ordinal));
    }
}
