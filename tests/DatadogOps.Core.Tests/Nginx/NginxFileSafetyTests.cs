using System.Runtime.Versioning;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;
using DatadogOps.Nginx.Syntax;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Nginx;

/// <summary>Nothing is half written, whatever is in the way.</summary>
public sealed class NginxFileSafetyTests : IDisposable
{
    private readonly NginxSite _site = NginxSite.Create("site-linked");

    public void Dispose() => _site.Dispose();

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task ModeAndLinksStay()
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
    public async Task TheOwnerStays()
    {
        await ChildProcess.RunAsync("chown", ["65534:65534", _site.Main]);

        await AddAsync();

        Assert.StartsWith("65534:65534", await ChildProcess.RunAsync("stat", ["-c", "%u:%g", _site.Main]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatChangesMeanwhileStopsAllOfIt()
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
    public async Task WhatNginxRefusesAfterTheChangeIsPutBack()
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
    public async Task AFileThatCannotBeReplacedStopsAllOfIt()
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

    [Fact]
    public async Task ANulEndsTheNameOfAnInclude()
    {
        // The C library opens what stands before it, and so does nginx.
        File.WriteAllText(Path.Combine(_site.Folder, "named.inc"), $"access_log {_site.Folder}/named.log;\n");
        File.WriteAllText(_site.Main, "events {}\nhttp {\n  include named.inc\0.conf;\n}\n");

        await AddAsync();

        Assert.Contains("named.log combined", File.ReadAllText(Path.Combine(_site.Folder, "named.inc")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n\r")]
    [InlineData("\r\n\r")]
    [InlineData("\r\n")]
    [InlineData(" \r ")]
    [InlineData(";\r")]
    public async Task WhateverStandsBeforeTheLastBraceComesBack(string between)
    {
        string text = $"events {{}}\nhttp {{ access_log {_site.Folder}/a.log{(between.Contains(';', StringComparison.Ordinal) ? "" : ";")}{between}}}\n";
        File.WriteAllText(_site.Main, text);

        await AddAsync();
        string added = File.ReadAllText(_site.Main);
        NginxFilterPlan removal = await NginxFilterPlan.RemoveAsync(_site.Main, default);
        await removal.ApplyAsync(null, null, false, DateTimeOffset.UnixEpoch.AddHours(1), default);

        Assert.Contains("map $http_user_agent $datadog_agent_loggable", added, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_site.Main));
    }

    [Fact]
    public async Task AMissingProgramIsSaid()
    {
        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxProgram.FindAsync(Path.Combine(_site.Folder, "nginx"), null, default));

        Assert.Equal(NginxErrorIds.BinaryMissing, error.ErrorId);
    }

    [Fact]
    public async Task WithoutTheProgramTheBuiltInLogIsUnknown()
    {
        File.WriteAllText(_site.Main, "http { server { listen 80; } }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal(NginxErrorIds.DefaultLogUnknown, error.ErrorId);
    }

    [Fact]
    public async Task ALogOfHttpAndStreamAtOnceIsRefused()
    {
        File.WriteAllText(Path.Combine(_site.Folder, "log.inc"), "access_log /tmp/x.log basic;");
        File.WriteAllText(_site.Main, "stream { include log.inc; } http { include log.inc; server { listen 80; } }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal((NginxErrorIds.SharedWithStream, Path.Combine(_site.Folder, "log.inc")), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task AnIncludeThatMayNotBeReadIsSaidWithItsLine()
    {
        File.WriteAllText(_site.Main, "events {}\nhttp {\n  include conf.d;\n}\n");
        Directory.CreateDirectory(Path.Combine(_site.Folder, "conf.d"));

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal(NginxErrorIds.FileUnreadable, error.ErrorId);
        Assert.Contains("nginx.conf, line 3: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IncludesThatMultiplyAreBounded()
    {
        // 2^60 files, if each was followed.
        for (int i = 0; i < 60; i++)
        {
            File.WriteAllText(Path.Combine(_site.Folder, $"{i}.inc"), $"include {i + 1}.inc; include {i + 1}.inc;");
        }

        File.WriteAllText(Path.Combine(_site.Folder, "60.inc"), "");
        File.WriteAllText(_site.Main, "http { include 0.inc; }");

        OperationException error = await Assert.ThrowsAsync<OperationException>(() => NginxFilterPlan.AddAsync(_site.Main, new NginxLogFilterOptions(), false, null, default));

        Assert.Equal(NginxErrorIds.TooLarge, error.ErrorId);
    }

    [Fact]
    public void AFileOfAHundredMegabytesIsRead()
    {
        byte[] one = Encoding.ASCII.GetBytes("server { listen 80; location / { return 200 \"x\"; } }\n");
        var large = new byte[100 * 1024 * 1024 / one.Length * one.Length];
        for (int i = 0; i < large.Length; i += one.Length)
        {
            one.CopyTo(large.AsSpan(i));
        }

        NginxDocument document = NginxDocument.Parse(large, "large.conf");

        Assert.Equal(large.Length / one.Length * 4, document.Count);
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
