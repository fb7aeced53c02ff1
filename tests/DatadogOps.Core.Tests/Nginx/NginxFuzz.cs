using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace DatadogOps.Tests.Nginx;

/// <summary>
/// Runs tests with random files, for a few seconds or DATADOGOPS_FUZZ_SECONDS. A failure names its seed; DATADOGOPS_FUZZ_SEED starts
/// there.
/// </summary>
internal static class NginxFuzz
{
    private static readonly string[] s_pieces =
        [" ", "\n", "\r\n", "\t", ";", "{", "}", "#", "\"", "'", "\\", "$", "${", "(", ")", "a", "access_log", "http {", "server {", "map $a $b {", "if=$x", "combined", "off", "\0", "\u00e9",
         "x_by_lua_block {", "[[", "]]", "--", "--[==[", "]==]", "=", "# DatadogOps: begin Agent log filter $v.", "# DatadogOps: end Agent log filter.", "# Replaces $v_2: if=%24x", "include"];

    public static string[] Seeds { get; } = [.. NginxSite.Names.Select(name =>
    {
        using NginxSite site = NginxSite.Create(name);
        return Encoding.Latin1.GetString(File.ReadAllBytes(site.Main));
    })];

    public static byte[] Mutate(Random random, string[] seeds)
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

    public static void Run(Action<Random, string> one, ITestOutputHelper output) => RunAsync((random, seed) =>
    {
        one(random, seed);
        return Task.CompletedTask;
    }, output).GetAwaiter().GetResult();

    public static async Task RunAsync(Func<Random, string, Task> one, ITestOutputHelper output, double seconds = 2)
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
