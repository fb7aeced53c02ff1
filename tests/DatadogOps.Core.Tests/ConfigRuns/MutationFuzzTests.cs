using System.Globalization;
using System.Text;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Scrubbing;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.ConfigRuns;

/// <summary>
/// Reads reports that were broken by chance. Whatever it is given, a reader gives reports or one error that names a place. Runs two seconds;
/// DATADOGOPS_FUZZ_SECONDS makes it longer, and DATADOGOPS_FUZZ_SEED repeats what it did. A mutant that was once a failure is kept in Seeds.
/// </summary>
public class MutationFuzzTests
{
    private static readonly string Seeds = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "ConfigRuns", "Seeds");

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\n", "\r", "\t", " ", "  ", "- ", "? ", "|", ">", "&a ", "*a", "!x ", "---\n", "...\n", "\\", "\\u0000", "\\ud800", "null", "true", "1e999", "-",
        "\0", "\uFEFF", "\u2028", "%", "#", "{{", "::", "_|-", "password=", "://a:b@c", "-----BEGIN PRIVATE KEY-----",
    ];

    [Fact]
    public void KeptSeedsAreReadOrRefused()
    {
        foreach (string path in Directory.EnumerateFiles(Seeds))
        {
            Read(File.ReadAllBytes(path), ConfigRunFormat.Auto);
        }
    }

    [Fact]
    public void MutantsAreReadOrRefused()
    {
        int seed = Number("DATADOGOPS_FUZZ_SEED", Random.Shared.Next());
        var random = new Random(seed);
        byte[][] originals = [.. Reports.All.Concat(Directory.EnumerateFiles(Seeds)).Select(File.ReadAllBytes)];
        ConfigRunFormat[] formats = Enum.GetValues<ConfigRunFormat>();
        long end = Environment.TickCount64 + (1000L * Number("DATADOGOPS_FUZZ_SECONDS", 2));
        int count = 0;
        while (Environment.TickCount64 < end)
        {
            byte[] mutant = Mutate(originals[random.Next(originals.Length)], originals, random);
            try
            {
                Read(mutant, random.Next(4) == 0 ? formats[random.Next(formats.Length)] : ConfigRunFormat.Auto);
            }
            catch (Exception defect)
            {
                string kept = Path.Combine(Path.GetTempPath(), $"configrun-mutant-{seed}-{count}.bin");
                File.WriteAllBytes(kept, mutant);
                Assert.Fail($"Seed {seed}, mutant {count}, kept as {kept}: {defect}");
            }

            count++;
        }

        Assert.True(count > 0);
    }

    private static void Read(byte[] text, ConfigRunFormat format)
    {
        foreach (bool resources in (bool[])[false, true])
        {
            try
            {
                foreach (object item in ConfigRunReader.Read(ReportSource.Text(text, text.Length), new() { Format = format, Resources = resources }, CancellationToken.None))
                {
                    Assert.True(item is ConfigRunReport or ConfigRunResource);
                }
            }
            catch (OperationException error)
            {
                Assert.Contains(", line ", error.Message, StringComparison.Ordinal);
            }
        }

        SecretScrubber.Default.Scrub(Encoding.UTF8.GetString(text));
    }

    private static byte[] Mutate(byte[] original, byte[][] others, Random random)
    {
        List<byte> mutant = [.. original];
        for (int i = random.Next(1, 8); i > 0 && mutant.Count > 0; i--)
        {
            int at = random.Next(mutant.Count);
            int length = Math.Min(random.Next(1, random.Next(2, 400)), mutant.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant.RemoveRange(at, length);
                    break;
                case 2:
                    mutant.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    mutant.InsertRange(random.Next(mutant.Count), mutant.GetRange(at, length));
                    break;
                case 4:
                    mutant.RemoveRange(at, mutant.Count - at);
                    break;
                case 5:
                    mutant.InsertRange(at, Enumerable.Repeat(Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), random.Next(1, 300)).SelectMany(piece => piece));
                    break;
                default:
                    byte[] other = others[random.Next(others.Length)];
                    int from = random.Next(other.Length);
                    mutant.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                    break;
            }
        }

        return [.. mutant];
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
