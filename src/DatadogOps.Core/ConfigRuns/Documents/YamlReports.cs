using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Tools.Dsc;
using DatadogOps.ConfigRuns.Tools.Puppet;
using DatadogOps.ConfigRuns.Tools.Salt;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Reads a YAML file: fast where it is written as Puppet writes it, and in full where it is not.</summary>
internal static class YamlReports
{
    public static IEnumerable<object> Read(YamlSource source, ConfigRunFormat format, ReadContext context, CancellationToken stop)
    {
        if (format == ConfigRunFormat.Auto)
        {
            ConfigRunFormat? known = FormatRecognizer.OfYaml(source.Bytes.AsSpan(source.Start, source.Length));
            format = known ?? throw new DocumentException(ConfigRunErrorIds.ReportUnknown, "Here begins text that is no report of Chef, Puppet, Ansible, DSC or Salt.", 1, 1);
        }

        return ReadFast(source, format, context) ?? ReadFull(source, format, context, stop);
    }

    // No reader of YAML gives anything before it has read its document, so there is nothing to take back.
    private static List<object>? ReadFast(YamlSource source, ConfigRunFormat format, ReadContext context)
    {
        try
        {
            using var reader = new BlockYamlReader(source.Bytes, source.Start, source.Length, new TextPool());
            reader.MoveNext();
            List<object> items = [.. ReadOne(reader, format, context)];
            reader.MoveNext();
            return items;
        }
        catch (UnknownYamlException)
        {
            return null;
        }
    }

    private static IEnumerable<object> ReadFull(YamlSource source, ConfigRunFormat format, ReadContext context, CancellationToken stop)
    {
        using var reader = new YamlReader(source, stop);
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
            throw reader.Fail(ConfigRunErrorIds.ReportEmpty, "There is nothing in it.");
        }
    }

    private static IEnumerable<object> ReadOne(DocumentReader reader, ConfigRunFormat format, ReadContext context)
    {
        if (reader.Kind != NodeKind.MapStart)
        {
            throw reader.Fail(ConfigRunErrorIds.ReportUnknown, "A report is a map; this is none.");
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
}
