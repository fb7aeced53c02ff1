using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Tools.Dsc;
using DatadogOps.ConfigRuns.Tools.Puppet;
using DatadogOps.ConfigRuns.Tools.Salt;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Reads the documents of a YAML file, each one report.</summary>
internal static class YamlReports
{
    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="head">The beginning of the stream, by which the format is recognised.</param>
    /// <param name="format">The format, or Auto.</param>
    /// <param name="context">What all readers need.</param>
    /// <param name="stop">Ends the reading.</param>
    public static IEnumerable<object> Read(Stream stream, byte[] head, string format, ReadContext context, CancellationToken stop)
    {
        using var text = new YamlText(stream, stop);
        if (format == ConfigRunFormat.Auto)
        {
            format = FormatRecognizer.OfYaml(head.AsSpan().StartsWith("\uFEFF"u8) ? head.AsSpan(3) : head) ?? throw Unknown(text);
        }

        using var reader = new YamlReader(text);
        bool isAny = false;
        while (true)
        {
            reader.MoveNext();
            if (reader.Kind == NodeKind.None)
            {
                break;
            }

            isAny = true;
            foreach (object item in ReadOne(reader, format, context))
            {
                yield return item;
            }
        }

        if (!isAny)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportEmpty, "The file is empty.");
        }
    }

    private static IEnumerable<object> ReadOne(DocumentReader reader, string format, ReadContext context)
    {
        if (reader.Kind != NodeKind.MapStart)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportUnknown, "A report is a map, and this is not.");
        }

        return format switch
        {
            ConfigRunFormat.PuppetReport => PuppetReportReader.Read(reader, context),
            ConfigRunFormat.PuppetSummary => PuppetSummaryReader.Read(reader, context),
            ConfigRunFormat.DscResult => DscResultReader.Read(reader, context),
            ConfigRunFormat.Salt => new SaltReader(context).Read(reader),
            _ => throw reader.Fail(ConfigRunErrorIds.ReportUnknown, $"{format} is JSON, and this is not."),
        };
    }

    // A file that is not text is reported as such, rather than as unknown.
    private static DocumentException Unknown(YamlText text)
    {
        text.Drain();
        return new DocumentException(ConfigRunErrorIds.ReportUnknown, "This is not a report of Chef, Puppet, Ansible, DSC or Salt.", 1, 1);
    }
}
