using System.Globalization;
using System.Text;

namespace DatadogOps.Tests.Telemetry;

/// <summary>What a line of DogStatsD says.</summary>
internal sealed record ParsedMetric(string Name, double Value, string Type, IReadOnlyList<string> Tags, long? Timestamp);

/// <summary>
/// A reader of DogStatsD written from the protocol's text (docs.datadoghq.com/developers/dogstatsd/datagram_shell), which shares
/// nothing with the sender: it cuts at separators only, and is strict where the Agent would drop or misread.
/// </summary>
internal static class DogStatsDParser
{
    public static List<ParsedMetric> Parse(ReadOnlySpan<byte> datagram)
    {
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(datagram);
        return [.. text.Split('\n').Select(ParseLine)];
    }

    private static ParsedMetric ParseLine(string line)
    {
        string[] fields = line.Split('|');
        if (fields.Length < 2)
        {
            throw new FormatException("A metric has a value and a type: " + line);
        }

        string[] head = fields[0].Split(':');
        if (head.Length != 2 || head[0].Length == 0)
        {
            throw new FormatException("One name and one value: " + line);
        }

        if (fields[1] is not ("c" or "g" or "h" or "d" or "s" or "ms"))
        {
            throw new FormatException("No such type: " + line);
        }

        IReadOnlyList<string> tags = [];
        long? timestamp = null;
        foreach (string field in fields.Skip(2))
        {
            switch (field.Length == 0 ? '\0' : field[0])
            {
                case '#':
                    tags = field[1..].Split(',');
                    break;
                case 'T':
                    timestamp = long.Parse(field[1..], NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                default:
                    throw new FormatException("No such field: " + line);
            }
        }

        return new ParsedMetric(head[0], double.Parse(head[1], NumberStyles.Float, CultureInfo.InvariantCulture), fields[1], tags, timestamp);
    }
}
