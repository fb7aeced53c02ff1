using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Tools.Ansible;
using DatadogOps.ConfigRuns.Tools.Chef;
using DatadogOps.ConfigRuns.Tools.Dsc;
using DatadogOps.ConfigRuns.Tools.Puppet;
using DatadogOps.ConfigRuns.Tools.Salt;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Reads the documents of a JSON file, each by its own format; a list is a sequence of documents.</summary>
internal sealed class JsonReports(string format, ReadContext context, CancellationToken stop)
{
    private readonly AnsibleReader _ansible = new(context);
    private string? _last;

    /// <summary>Reads a stream to its end.</summary>
    public IEnumerable<object> Read(Stream stream)
    {
        using var reader = new JsonReader(stream, new TextPool(), stop);
        bool isAny = false;
        while (reader.NextDocument(IsSkipped))
        {
            isAny = true;
            reader.MoveNext();
            if (reader.Kind != NodeKind.ListStart)
            {
                foreach (object item in ReadOne(reader))
                {
                    yield return item;
                }

                continue;
            }

            while (reader.NextItem())
            {
                foreach (object item in ReadOne(reader))
                {
                    yield return item;
                }
            }
        }

        if (!isAny)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportUnknown, "The file contains no report.");
        }

        _ansible.Finish(reader);
    }

    // Ansible prints warnings and, with -v, the name of its configuration file; after another tool's report they are an error.
    private bool IsSkipped(string line) => _last is null or ConfigRunFormat.AnsibleJson or ConfigRunFormat.AnsibleJsonLines && !line.StartsWith("---", StringComparison.Ordinal);

    private IEnumerable<object> ReadOne(JsonReader reader)
    {
        if (reader.Kind != NodeKind.MapStart)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportUnknown, "A report is an object, and this is not.");
        }

        string known = format;
        if (known == ConfigRunFormat.Auto)
        {
            ReadOnlySpan<byte> head = reader.Lookahead(out bool isWhole);
            known = FormatRecognizer.OfJson(head, isWhole) ?? throw Unknown(reader);
        }

        _last = known;
        return known switch
        {
            ConfigRunFormat.ChefJsonFile => ChefJsonFileReader.Read(reader, context),
            ConfigRunFormat.ChefDataCollector => ChefDataCollectorReader.Read(reader, context),
            ConfigRunFormat.PuppetReport => PuppetReportReader.Read(reader, context),
            ConfigRunFormat.PuppetSummary => PuppetSummaryReader.Read(reader, context),
            ConfigRunFormat.AnsibleJson => _ansible.ReadJson(reader),
            ConfigRunFormat.AnsibleJsonLines => _ansible.ReadEvent(reader),
            ConfigRunFormat.DscStatus => DscStatusReader.Read(reader, context, stop),
            ConfigRunFormat.DscResult => DscResultReader.Read(reader, context),
            _ => new SaltReader(context).Read(reader),
        };
    }

    // Invalid JSON is reported as such, rather than as unknown.
    private static DocumentException Unknown(JsonReader reader)
    {
        DocumentException unknown = reader.Fail(ConfigRunErrorIds.ReportUnknown, "This JSON is not a report of Chef, Puppet, Ansible, DSC or Salt.");
        reader.Skip();
        return unknown;
    }
}
