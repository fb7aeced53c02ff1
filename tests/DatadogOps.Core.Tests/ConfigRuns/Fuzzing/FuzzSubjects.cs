using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Tests.ConfigRuns.Documents;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.ConfigRuns.Fuzzing;

/// <summary>Every reader, and what else is given texts from elsewhere.</summary>
internal static class FuzzSubjects
{
    public const string Receiver = "receiver";

    private static readonly Dictionary<string, Func<IFuzzSubject>> Known = new(StringComparer.Ordinal)
    {
        ["chef-jsonfile"] = () => Reader("chef-jsonfile", FuzzCorpus.Of("chef", "jsonfile.json"), ConfigRunFormat.ChefJsonFile),
        ["chef-datacollector"] = () => Reader(
            "chef-datacollector",
            [.. FuzzCorpus.Of("chef", "jsonl"), .. FuzzCorpus.Indented("chef/failed_converge.datacollector.jsonl"), .. FuzzCorpus.Indented("chef/success_changed.datacollector.jsonl")],
            ConfigRunFormat.ChefDataCollector),
        ["puppet-yaml"] = () => Reader("puppet-yaml", FuzzCorpus.Of("puppet", "report.yaml"), ConfigRunFormat.PuppetReport),
        ["puppet-json"] = () => Reader("puppet-json", FuzzCorpus.Of("puppet", "report.json"), ConfigRunFormat.PuppetReport),
        ["puppetdb"] = () => Reader("puppetdb", [FuzzCorpus.PuppetDb], ConfigRunFormat.PuppetReport),
        ["puppet-summary"] = () => Reader("puppet-summary", FuzzCorpus.Of("puppet", "summary.yaml"), ConfigRunFormat.PuppetSummary),
        ["ansible-json"] = () => Reader("ansible-json", FuzzCorpus.Of("ansible", "json"), ConfigRunFormat.AnsibleJson),
        ["ansible-lines"] = () => Reader("ansible-lines", FuzzCorpus.Of("ansible", "jsonl"), ConfigRunFormat.AnsibleJsonLines),
        ["dsc-status"] = () => Reader("dsc-status", [.. FuzzCorpus.Of("dsc", "status.json"), .. FuzzCorpus.Of("dsc", "pullserver.json")], ConfigRunFormat.DscStatus),
        ["dsc-json"] = () => Reader("dsc-json", FuzzCorpus.Of("dsc", "set.json"), ConfigRunFormat.DscResult),
        ["dsc-yaml"] = () => Reader("dsc-yaml", FuzzCorpus.Of("dsc", "yaml"), ConfigRunFormat.DscResult),
        ["salt-json"] = () => Reader("salt-json", FuzzCorpus.Of("salt", "json"), ConfigRunFormat.Salt),
        ["salt-yaml"] = () => Reader("salt-yaml", FuzzCorpus.SaltYaml, ConfigRunFormat.Salt),
        ["recognition"] = () => new FuzzSubject("recognition", [.. FuzzCorpus.Fixtures, .. FuzzCorpus.SaltYaml, FuzzCorpus.PuppetDb, .. FuzzCorpus.Fixtures.Take(3).Select(Utf16)], Recognise),
        ["json-windows"] = () => new FuzzSubject("json-windows", FuzzCorpus.Of("", "json"), CompareWindows),
        ["yaml-windows"] = () => new FuzzSubject("yaml-windows", [.. FuzzCorpus.Of("", "yaml"), .. FuzzCorpus.SaltYaml], YamlReaderTests.CompareParts),
        ["redactor"] = () => new FuzzSubject("redactor", [.. FuzzCorpus.Fixtures, .. Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(Reports.Folder)!, "Redaction", "Corpus")).Select(File.ReadAllBytes)], Redact),
        [Receiver] = () => new ReceiverSubject(),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static IFuzzSubject Get(string name) => Known[name]();

    private static FuzzSubject Reader(string name, IReadOnlyList<byte[]> corpus, string format) =>
        new(name, corpus, input => Read(input, format, resources: false) + Read(input, format, resources: true));

    private static string Recognise(byte[] input)
    {
        string[] formats = ConfigRunFormat.All;
        return Read(input, ConfigRunFormat.Auto, resources: false) + Read(input, formats[input.Length % formats.Length], resources: true);
    }

    // The kind of outcome is that of the error, or how the runs and resources ended.
    private static string Read(byte[] input, string format, bool resources)
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (object item in ConfigRunReader.Read(ReportSource.Text(input, input.Length), new() { Format = format, Resources = resources }, CancellationToken.None))
            {
                kinds.Add(item switch
                {
                    ConfigRunReport one => Check(one),
                    ConfigRunResource one => $"{one.Tool} {one.Status} {one.ErrorMessage is null} {one.ChangedProperties.Count > 0}",
                    _ => throw new FuzzFailure($"{item.GetType()} is no report."),
                });
            }
        }
        catch (OperationException error)
        {
            if (!error.Message.Contains(", line ", StringComparison.Ordinal) || error.Advice.Length == 0)
            {
                throw new FuzzFailure($"The error names no place or no advice: {error.Message}");
            }

            kinds.Add($"{error.ErrorId} {string.Concat(error.Message.Where(char.IsLetter).Take(120))}");
        }

        return string.Join('|', kinds);
    }

    // What is told Datadog of it is made of the same texts.
    private static string Check(ConfigRunReport one)
    {
        if (one.ElapsedSeconds < 0 || one.Total < 0 || one.Failed < 0 || string.IsNullOrEmpty(one.RunId) || (one.Status != ConfigRunStatus.Failed && one.ErrorMessage is not null))
        {
            throw new FuzzFailure($"This cannot be said of a run: {one}");
        }

        int metrics = one.GetMetrics().Count();
        int events = one.GetEvents().Count();
        return $"{one.Tool} {one.Status} {one.Phase?.Length} {one.ErrorMessage is null} {one.FailedResource is null} {one.ErrorSource is null} {one.StartTime is null} {one.ElapsedSeconds is null} {metrics > 0} {events}";
    }

    // However the bytes come, they mean the same.
    private static string CompareWindows(byte[] input)
    {
        List<string> whole = Tokens(new MemoryStream(input));
        List<string> parts = Tokens(new TrickleStream(input, (input.Length / 200) + 1 + (input.Length % 13)));
        return whole.SequenceEqual(parts) ? whole.LastOrDefault() ?? "" : throw new FuzzFailure($"In parts it reads otherwise: '{whole.Except(parts).FirstOrDefault()}' against '{parts.Except(whole).FirstOrDefault()}'");
    }

    private static List<string> Tokens(Stream stream)
    {
        var tokens = new List<string>();
        try
        {
            using var reader = new JsonReader(stream, new TextPool(), CancellationToken.None);
            while (reader.NextDocument(line => !line.Contains("stop", StringComparison.Ordinal)))
            {
                for (int depth = 0; ;)
                {
                    reader.MoveNext();
                    tokens.Add(reader.Kind is NodeKind.Key or NodeKind.Scalar ? $"{reader.Kind} {reader.Text}" : reader.Kind.ToString());
                    depth += reader.Kind is NodeKind.MapStart or NodeKind.ListStart ? 1 : reader.Kind is NodeKind.MapEnd or NodeKind.ListEnd ? -1 : 0;
                    if (depth == 0)
                    {
                        break;
                    }
                }
            }
        }
        catch (DocumentException error)
        {
            tokens.Add($"{error.ErrorId} at {error.Line}:{error.Column}");
        }

        return tokens;
    }

    private static string Redact(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        string redacted = SecretRedactor.Default.Redact(text);
        return $"{redacted.Length == text.Length} {redacted.Split(SecretRedactor.Mask).Length}";
    }

    private static byte[] Utf16(byte[] text) => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(text))];
}
