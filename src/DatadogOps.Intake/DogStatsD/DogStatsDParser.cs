using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>
/// Reads single lines of the DogStatsD protocol, versions 1.0 to 1.6 (Datadog's documentation "DogStatsD datagram format",
/// checked against the Agent's comp/dogstatsd/server). Where the Agent ignores what it does not know, this refuses it:
/// a rehearsal is there to show mistakes.
/// </summary>
internal static class DogStatsDParser
{
    private const NumberStyles Float = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a line without its newline. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out DogStatsDMessage? message, [NotNullWhen(false)] out string? error)
    {
        (message, error) =
            line.StartsWith("_e{"u8) ? ParseEvent(line)
            : line.StartsWith("_sc"u8) ? ParseServiceCheck(Encoding.UTF8.GetString(line).Split('|'))
            : ParseMetric(Encoding.UTF8.GetString(line).Split('|'));
        return message is not null;
    }

    private static (DogStatsDMessage?, string?) ParseMetric(string[] fields)
    {
        if (fields.Length < 2)
        {
            return Bad("there is no type: name:value|type");
        }

        int colon = fields[0].IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == fields[0].Length - 1)
        {
            return Bad("there is no name or no value: name:value|type");
        }

        if (ParseType(fields[1]) is not { } type)
        {
            return Bad($"'{fields[1]}' is no type; c, d, g, h, ms and s are");
        }

        string rawValue = fields[0][(colon + 1)..];
        double[]? values = type == DogStatsDType.Set ? [] : ParseValues(rawValue);
        if (values is null)
        {
            return Bad($"'{rawValue}' is no finite number, nor several with colons between");
        }

        var metric = new DogStatsDMetric(fields[0][..colon], type, values, type == DogStatsDType.Set ? rawValue : null, 1, [], null);
        foreach (string field in fields.AsSpan(2))
        {
            (DogStatsDMetric? next, string? error) = WithField(metric, field);
            if (next is null)
            {
                return Bad(error!);
            }

            metric = next;
        }

        return (metric, null);
    }

    private static (DogStatsDMetric?, string?) WithField(DogStatsDMetric metric, string field)
    {
        if (field.StartsWith('#'))
        {
            return (metric with { Tags = ParseTags(field) }, null);
        }

        if (field.StartsWith('@'))
        {
            return TryFloat(field.AsSpan(1), out double rate) && rate is > 0 and <= 1
                ? (metric with { SampleRate = rate }, null)
                : (null, $"'{field}' is no sample rate above 0 and up to 1");
        }

        if (field.StartsWith('T'))
        {
            if (metric.Type is not (DogStatsDType.Gauge or DogStatsDType.Count))
            {
                return (null, "only gauges and counts may have a timestamp");
            }

            return TryInteger(field.AsSpan(1), out long time) && time > 0
                ? (metric with { Timestamp = time }, null)
                : (null, $"'{field}' is no timestamp");
        }

        return IsOrigin(field) ? (metric, null) : (null, $"the field '{field}' is not known");
    }

    private static (DogStatsDMessage?, string?) ParseEvent(ReadOnlySpan<byte> line)
    {
        // _e{<bytes of title>,<bytes of text>}:<title>|<text>|<fields>
        int close = line.IndexOf("}:"u8);
        if (close < 0)
        {
            return Bad("an event begins with _e{length of title,length of text}:");
        }

        string[] lengths = Encoding.UTF8.GetString(line[3..close]).Split(',');
        if (lengths.Length != 2 || !TryInteger(lengths[0], out long titleLength) || !TryInteger(lengths[1], out long textLength) || titleLength < 0 || textLength < 0)
        {
            return Bad("an event begins with _e{length of title,length of text}:");
        }

        ReadOnlySpan<byte> rest = line[(close + 2)..];
        if (titleLength > rest.Length || textLength > rest.Length || titleLength + 1 + textLength > rest.Length)
        {
            return Bad("the event is shorter than its lengths say; they count UTF-8 bytes");
        }

        int end = (int)(titleLength + 1 + textLength);
        if (titleLength == 0)
        {
            return Bad("the event has no title");
        }

        if (rest[(int)titleLength] != (byte)'|' || (end < rest.Length && rest[end] != (byte)'|'))
        {
            return Bad("the event's lengths are not those of its title and text; they count UTF-8 bytes");
        }

        var read = new DogStatsDEvent(Unescape(Encoding.UTF8.GetString(rest[..(int)titleLength])), Unescape(Encoding.UTF8.GetString(rest[(int)(titleLength + 1)..end])));
        foreach (string field in end < rest.Length ? Encoding.UTF8.GetString(rest[(end + 1)..]).Split('|') : [])
        {
            if (WithEventField(read, field) is not { } next)
            {
                return Bad($"the field '{field}' is not known in an event, or its value is not");
            }

            read = next;
        }

        return (read, null);
    }

    private static DogStatsDEvent? WithEventField(DogStatsDEvent read, string field) => field switch
    {
        ['#', ..] => read with { Tags = ParseTags(field) },
        ['d', ':', .. string text] when TryInteger(text, out long time) => read with { Timestamp = time },
        ['p', ':', .. string value] when value is "normal" or "low" => read with { Priority = value },
        ['t', ':', .. string value] when value is "error" or "warning" or "info" or "success" => read with { AlertType = value },
        ['h', ':', .. string value] => read with { Host = value },
        ['k', ':', .. string value] => read with { AggregationKey = value },
        ['s', ':', .. string value] => read with { SourceTypeName = value },
        _ => IsOrigin(field) ? read : null,
    };

    private static (DogStatsDMessage?, string?) ParseServiceCheck(string[] fields)
    {
        if (fields.Length < 3 || fields[0] != "_sc" || fields[1].Length == 0 || fields[2] is not ("0" or "1" or "2" or "3"))
        {
            return Bad("a service check is _sc|name|status, the status from 0 to 3");
        }

        var check = new DogStatsDServiceCheck(fields[1], fields[2][0] - '0');
        foreach (string field in fields.AsSpan(3))
        {
            switch (field)
            {
                case ['#', ..]:
                    check = check with { Tags = ParseTags(field) };
                    break;
                case ['m', ':', .. string text]:
                    check = check with { Message = Unescape(text.Replace("m\\:", "m:", StringComparison.Ordinal)) };
                    break;
                case ['d', ':', .. string text] when TryInteger(text, out long time):
                    check = check with { Timestamp = time };
                    break;
                case ['h', ':', .. string host]:
                    check = check with { Host = host };
                    break;
                default:
                    if (!IsOrigin(field))
                    {
                        return Bad($"the field '{field}' is not known in a service check");
                    }

                    break;
            }
        }

        return (check, null);
    }

    private static DogStatsDType? ParseType(string type) => type switch
    {
        "g" => DogStatsDType.Gauge,
        "c" => DogStatsDType.Count,
        "h" => DogStatsDType.Histogram,
        "d" => DogStatsDType.Distribution,
        "s" => DogStatsDType.Set,
        "ms" => DogStatsDType.Timing,
        _ => null,
    };

    // Empty values between colons are skipped, as the Agent does.
    private static double[]? ParseValues(string text)
    {
        string[] parts = text.Split(':', StringSplitOptions.RemoveEmptyEntries);
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!TryFloat(parts[i], out values[i]))
            {
                return null;
            }
        }

        return values.Length == 0 ? null : values;
    }

    private static string[] ParseTags(string field) => field[1..].Split(',', StringSplitOptions.RemoveEmptyEntries);

    // Container id, inode, external data and cardinality: whose it is matters to an Agent in a cluster, not here.
    private static bool IsOrigin(string field) => field.StartsWith("c:", StringComparison.Ordinal)
        || field.StartsWith("e:", StringComparison.Ordinal)
        || field is "card:none" or "card:low" or "card:orchestrator" or "card:high";

    private static bool TryFloat(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TryInteger(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Unescape(string text) => text.Replace("\\n", "\n", StringComparison.Ordinal);

    private static (DogStatsDMessage?, string?) Bad(string why) => (null, why);
}
