using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>
/// A reader of DogStatsD 1.0 to 1.6 written from the protocol's text (docs.datadoghq.com/developers/dogstatsd/datagram_shell),
/// which shares nothing with the sender: it cuts at separators only, and is strict where the Agent would drop or misread.
/// </summary>
internal static class DogStatsDParser
{
    public static List<ParsedMetric> Parse(ReadOnlySpan<byte> datagram) => [.. ParseAll(datagram).Cast<ParsedMetric>()];

    /// <summary>Metrics, events and service checks, in their order.</summary>
    public static List<object> ParseAll(ReadOnlySpan<byte> datagram)
    {
        var lines = new List<object>();
        foreach (byte[] line in datagram.ToArray().Split((byte)'\n'))
        {
            string text = Decode(line);
            lines.Add(
                text.StartsWith("_e{", StringComparison.Ordinal) ? ParseEvent(line)
                : text.StartsWith("_sc|", StringComparison.Ordinal) ? ParseServiceCheck(text)
                : ParseMetric(text));
        }

        return lines;
    }

    private static byte[][] Split(this byte[] bytes, byte separator)
    {
        var parts = new List<byte[]>();
        int start = 0;
        for (int i = 0; i <= bytes.Length; i++)
        {
            if (i == bytes.Length || bytes[i] == separator)
            {
                parts.Add(bytes[start..i]);
                start = i + 1;
            }
        }

        return [.. parts];
    }

    private static string Decode(byte[] bytes) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

    private static ParsedMetric ParseMetric(string line)
    {
        string[] fields = line.Split('|');
        if (fields.Length < 2)
        {
            throw new FormatException("A metric has a value and a type: " + line);
        }

        string type = fields[1] is "c" or "g" or "h" or "d" or "s" or "ms" ? fields[1] : throw new FormatException("No such type: " + line);
        int colon = fields[0].IndexOf(':', StringComparison.Ordinal);
        string[] values = colon > 0 ? (type == "s" ? [fields[0][(colon + 1)..]] : fields[0][(colon + 1)..].Split(':')) : [];
        if (values.Length == 0 || values.Contains(""))
        {
            throw new FormatException("One name and at least one value: " + line);
        }

        var metric = new ParsedMetric(fields[0][..colon], values, type)
        {
            Values = type == "s" ? [] : [.. values.Select(value => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture))],
        };
        foreach (string field in fields.Skip(2))
        {
            metric = field switch
            {
                ['#', .. var tags] => metric with { Tags = ParseTags(tags) },
                ['@', .. var rate] when type is not ("g" or "s") => metric with { Rate = double.Parse(rate, NumberStyles.Float, CultureInfo.InvariantCulture) },
                ['T', .. var time] when type is "g" or "c" => metric with { Timestamp = Number(time) },
                _ => metric with { Origin = ParseOrigin(metric.Origin, field, line) },
            };
        }

        return metric;
    }

    private static ParsedEvent ParseEvent(byte[] line)
    {
        int close = Array.IndexOf(line, (byte)'}');
        string[] lengths = Decode(line[3..close]).Split(',');
        (int title, int text) = ((int)Number(lengths[0]), (int)Number(lengths[1]));
        byte[] rest = line[(close + 1)..];
        if (lengths.Length != 2 || title == 0 || rest[0] != ':' || rest[1 + title] != '|' || (rest.Length > 2 + title + text && rest[2 + title + text] != '|'))
        {
            throw new FormatException("The lengths are not those of the title and text: " + Decode(line));
        }

        var item = new ParsedEvent(
            Decode(rest[1..(1 + title)]).Replace("\\n", "\n", StringComparison.Ordinal),
            Decode(rest[(2 + title)..(2 + title + text)]).Replace("\\n", "\n", StringComparison.Ordinal));
        string fields = Decode(rest[(2 + title + text)..]);
        foreach (string field in fields.Length == 0 ? [] : fields[1..].Split('|'))
        {
            item = field switch
            {
                ['d', ':', .. var time] => item with { Timestamp = Number(time) },
                ['h', ':', .. var host] => item with { HostName = host },
                ['k', ':', .. var key] => item with { AggregationKey = key },
                "p:normal" or "p:low" => item with { Priority = field[2..] },
                ['s', ':', .. var source] => item with { Source = source },
                "t:error" or "t:warning" or "t:info" or "t:success" => item with { AlertType = field[2..] },
                ['#', .. var tags] => item with { Tags = ParseTags(tags) },
                _ => item with { Origin = ParseOrigin(item.Origin, field, fields) },
            };
        }

        return item;
    }

    private static ParsedServiceCheck ParseServiceCheck(string line)
    {
        string[] fields = line.Split('|');
        if (fields.Length < 3 || fields[1].Length == 0 || fields[2] is not ("0" or "1" or "2" or "3"))
        {
            throw new FormatException("A service check has a name and a status: " + line);
        }

        var check = new ParsedServiceCheck(fields[1], (int)Number(fields[2]));
        foreach (string field in fields.Skip(3))
        {
            if (check.Message is not null && field is not (['c', ':', ..] or ['e', ':', ..] or ['c', 'a', 'r', 'd', ':', ..]))
            {
                throw new FormatException("Nothing but the origin comes after the message: " + line);
            }

            check = field switch
            {
                ['d', ':', .. var time] => check with { Timestamp = Number(time) },
                ['h', ':', .. var host] => check with { HostName = host },
                ['#', .. var tags] => check with { Tags = ParseTags(tags) },
                ['m', ':', .. var message] when !message.Contains("m:", StringComparison.Ordinal) => check with
                {
                    Message = message.Replace("m\\:", "m:", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal),
                },
                _ => check with { Origin = ParseOrigin(check.Origin, field, line) },
            };
        }

        return check;
    }

    private static ParsedOrigin ParseOrigin(ParsedOrigin origin, string field, string line) => field switch
    {
        ['c', ':', _, .. ] => origin with { Container = field[2..] },
        ['e', ':', _, ..] => origin with { ExternalData = field[2..] },
        "card:none" or "card:low" or "card:orchestrator" or "card:high" => origin with { Cardinality = field[5..] },
        _ => throw new FormatException($"No such field '{field}': {line}"),
    };

    private static string[] ParseTags(string tags)
    {
        string[] all = tags.Split(',');
        return all.Contains("") ? throw new FormatException("An empty tag: " + tags) : all;
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
