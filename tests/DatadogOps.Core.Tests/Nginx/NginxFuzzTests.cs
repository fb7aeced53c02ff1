using System.Diagnostics;
using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Nginx;
using DatadogOps.Nginx.AccessLog;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Syntax;
using DatadogOps.Testbed.Nginx;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using DatadogOps.Tests.Telemetry.DogStatsD;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx;

/// <summary>
/// Files that nobody would write. For seconds by default; DATADOGOPS_FUZZ_SECONDS says for how long. A failure names its seed, and
/// DATADOGOPS_FUZZ_SEED begins there.
/// </summary>
public class NginxFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] s_pieces =
        [" ", "\n", "\r\n", "\t", ";", "{", "}", "#", "\"", "'", "\\", "$", "${", "(", ")", "a", "access_log", "http {", "server {", "map $a $b {", "if=$x", "combined", "off", "\0", "\u00e9",
         "x_by_lua_block {", "[[", "]]", "--", "--[==[", "]==]", "=", "# DatadogOps: begin of the Agent log filter $v.", "# DatadogOps: end of the Agent log filter.", "# In place of $v_2: if=%24x", "include"];

    [Fact]
    public void AFileIsReadWholeOrRefusedWithItsPlace() => Fuzz((random, seed) =>
    {
        byte[] text = Mutate(random, Seeds);
        try
        {
            NginxDocument document = NginxDocument.Parse(text, seed);
            NginxDocumentTests.AssertCoversAllBytes(document);
            NginxDocument again = NginxDocument.Parse(NginxEdit.Apply(document.Bytes, []), seed);
            Assert.True(again.Bytes.SequenceEqual(text));
        }
        catch (OperationException error) when (error.ErrorId is NginxErrorIds.SyntaxInvalid or NginxErrorIds.TooLarge)
        {
            Assert.StartsWith(seed, error.Target, StringComparison.Ordinal);
        }
    });

    [Fact]
    public async Task WhatIsAddedCanBeTakenOut()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;
        try
        {
            string path = Path.Combine(folder, "nginx.conf");
            await FuzzAsync(async (random, _) =>
            {
                await File.WriteAllBytesAsync(path, Mutate(random, Seeds));
                try
                {
                    NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, default);
                    var editor = new NginxFilterEditor(target);
                    await editor.RemoveAsync(default); // what a mutation made of markers
                    string before = Snapshot(target);
                    await editor.AddAsync(new NginxLogFilterOptions(), () => "/var/log/x.log", default);
                    await new NginxFilterEditor(target).RemoveAsync(default);
                    Assert.Equal(before, Snapshot(target));
                }
                catch (OperationException error)
                {
                    Assert.NotEmpty(error.Advice);
                }
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ALogOfAnyBytesIsMeasured()
    {
        string path = Path.GetTempFileName();
        string[] seeds =
        [
            "10.0.0.1 - - [22/Nov/2026:19:00:00 +0000] \"GET /h HTTP/1.1\" 200 2 \"-\" \"Datadog Agent/7.60.0\"\n",
            "{\"status\":200,\"http_user_agent\":\"Datadog Agent/7\",\"time\":\"2026-11-22T19:00:00Z\"}\n",
        ];
        try
        {
            await FuzzAsync(async (random, _) =>
            {
                byte[] text = [.. Enumerable.Range(0, random.Next(1, 20)).SelectMany(_ => random.Next(2) == 0 ? Encoding.ASCII.GetBytes(seeds[0]) : Mutate(random, seeds))];
                await File.WriteAllBytesAsync(path, text);
                try
                {
                    NginxAgentLogUsage usage = (await NginxLogMeter.MeasureAsync(path, new NginxMeasureOptions { Checkers = new NginxLogFilterOptions() }, default))[0];
                    Assert.Equal(text.Length, usage.Bytes);
                    Assert.Equal(text.Count(b => b == '\n') + (text[^1] == '\n' ? 0 : 1), usage.Lines);
                    Assert.InRange(usage.AgentLines, 0, usage.Lines);
                    IReadOnlyList<NginxAgentLogUsage> groups = await NginxLogMeter.MeasureAsync(
                        path, new NginxMeasureOptions { Checkers = new NginxLogFilterOptions(), GroupBy = NginxLogDimensions.UrlPath | NginxLogDimensions.Hour | NginxLogDimensions.Status }, default);
                    Assert.Equal((usage.AgentLines, usage.AgentBytes), (groups.Sum(group => group.AgentLines), groups.Sum(group => group.AgentBytes)));
                }
                catch (OperationException error) when (error.ErrorId is NginxErrorIds.LogFormatInvalid or NginxErrorIds.LogUnreadable)
                {
                    Assert.Equal(path, error.Target);
                }
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Words without blocks, which nginx itself judges: in types any words are good, as long as it can read them.</summary>
    [NginxFact]
    public async Task NginxReadsAndRefusesTheSame()
    {
        string folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;
        try
        {
            string path = Path.Combine(folder, "nginx.conf");
            string program = NginxServer.Find(out _)!;
            string[] words = ["a", " ", " ", "\n", ";", ";", "\"", "'", "\\", "$", "${", "}", "#", "{", ")", "b c;", "\t", "\r", "\"x\"", "'y' ", "text/x x;", "\n"];
            await FuzzAsync(async (random, _) =>
            {
                string head = $"error_log {folder}/e.log; pid {folder}/p; events {{}} http {{ types_hash_max_size 4096; types {{\n";
                string body = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
                await File.WriteAllTextAsync(path, head + body + "\n}\n}\n");
                OperationException? ours = Record.Exception(() => NginxDocument.Parse(File.ReadAllBytes(path), path)) as OperationException;
                await using ChildProcess nginx = ChildProcess.Start(program, ["-t", "-q", "-p", folder, "-c", path]);
                await nginx.WaitForExitAsync();
                string told = nginx.Output;
                bool refusesToRead = told.Contains("unexpected", StringComparison.Ordinal) || told.Contains("too long", StringComparison.Ordinal);
                // What nginx can read it may still not want: "include" without a file, a directive behind an early end of types.
                bool refusesToUse = nginx.ExitCode != 0 && !refusesToRead;
                Assert.True(refusesToUse || refusesToRead == (ours is not null), $"{Convert.ToHexString(Encoding.UTF8.GetBytes(body))}: nginx: {told} ours: {ours?.Message}");
                if (refusesToRead && ours is not null)
                {
                    Assert.Contains($"nginx.conf:{ours.Target.Split(':')[1]}", told, StringComparison.Ordinal);
                }
            }, seconds: 5);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Seeds { get; } = [.. NginxSite.Names.Select(name =>
    {
        using NginxSite site = NginxSite.Create(name);
        return Encoding.Latin1.GetString(File.ReadAllBytes(site.Main));
    })];

    private static string Snapshot(NginxFilterTarget target) => string.Join('\n', target.Configurations
        .SelectMany(configuration => configuration.Documents)
        .Select(document => document.Path + Convert.ToHexString(document.Bytes)));

    private static byte[] Mutate(Random random, string[] seeds)
    {
        var text = new List<byte>(Encoding.Latin1.GetBytes(seeds[random.Next(seeds.Length)]));
        for (int i = random.Next(6); i > 0; i--)
        {
            int at = random.Next(text.Count + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.InsertRange(at, Encoding.Latin1.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(text.Count - at, random.Next(1, 20)));
                    break;
                case 2 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                default:
                    int from = random.Next(text.Count + 1);
                    text.InsertRange(at, text.GetRange(from, Math.Min(text.Count - from, random.Next(200))));
                    break;
            }
        }

        return text.Count == 0 ? [(byte)'\n'] : [.. text];
    }

    private void Fuzz(Action<Random, string> one) => FuzzAsync((random, seed) =>
    {
        one(random, seed);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private async Task FuzzAsync(Func<Random, string, Task> one, double seconds = 2)
    {
        if (Environment.GetEnvironmentVariable("DATADOGOPS_FUZZ_SECONDS") is { } longer)
        {
            seconds = double.Parse(longer, CultureInfo.InvariantCulture);
        }

        int first = Environment.GetEnvironmentVariable("DATADOGOPS_FUZZ_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : 1;
        int seed = first;
        for (long start = Stopwatch.GetTimestamp(); seed - first < 20 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; seed++)
        {
            try
            {
                await one(new Random(seed), seed.ToString(CultureInfo.InvariantCulture));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed}: {failure.Message}", failure);
            }
        }

        output.WriteLine($"{seed - first} files");
    }
}
