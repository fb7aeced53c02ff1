using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Tools.Puppet;

/// <summary>The numbers of a report or summary, by group and name: <c>resources.total</c>, <c>time.exec</c>.</summary>
internal static class PuppetMetrics
{
    /// <summary>Reads a report's metrics: maps with <c>values</c>, lists of name, label and number; a list in PuppetDB.</summary>
    public static void Read(DocumentReader reader, Dictionary<string, double> values)
    {
        if (reader.Kind == NodeKind.ListStart)
        {
            ReadStored(reader, values);
            return;
        }

        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } group)
        {
            if (!reader.BeginMap())
            {
                continue;
            }

            while (reader.NextKey() is { } key)
            {
                if (key == "values")
                {
                    ReadValues(reader, group, values);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    /// <summary>Reads a group of a summary: a map of name and number.</summary>
    public static void ReadGroup(DocumentReader reader, string group, Dictionary<string, double> values)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            if (reader.ReadNumber() is { } value)
            {
                values[$"{group}.{key}"] = value;
            }
        }
    }

    /// <summary>A number as a count; null if there is none.</summary>
    public static int? Count(Dictionary<string, double> values, string name) =>
        values.TryGetValue(name, out double value) && value is >= 0 and <= int.MaxValue ? (int)value : null;

    private static void ReadStored(DocumentReader reader, Dictionary<string, double> values)
    {
        reader.BeginList();
        while (reader.NextItem())
        {
            (string? category, string? name, double? value) = (null, null, null);
            if (reader.BeginMap())
            {
                while (reader.NextKey() is { } key)
                {
                    switch (key)
                    {
                        case "category":
                            category = reader.ReadText();
                            break;
                        case "name":
                            name = reader.ReadText();
                            break;
                        case "value":
                            value = reader.ReadNumber();
                            break;
                        default:
                            reader.Skip();
                            break;
                    }
                }
            }

            if (category is not null && name is not null && value is { } number)
            {
                values[$"{category}.{name}"] = number;
            }
        }
    }

    private static void ReadValues(DocumentReader reader, string group, Dictionary<string, double> values)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            List<string> entry = reader.ReadTexts();
            if (entry.Count == 3 && DocumentReader.ToNumber(entry[2]) is { } value)
            {
                values[$"{group}.{entry[0].TrimStart(':')}"] = value;
            }
        }
    }
}
