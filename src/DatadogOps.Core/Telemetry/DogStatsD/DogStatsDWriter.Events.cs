using System.Text;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <content>
/// Events and service checks, which are rare: each is a line of its own memory. Sources: the protocol's text, and the Agent's
/// parse_events.go and parse_service_checks.go.
/// </content>
public sealed partial class DogStatsDWriter
{
    /// <summary>
    /// One event, without an end of line: <c>_e{bytes of title,bytes of text}:title|text|d:|h:|k:|p:|s:|t:|#</c>. It must have
    /// passed <see cref="EventRules.Check"/>. The lengths are those of UTF-8 after newlines became the two characters <c>\n</c>;
    /// the receiver makes newlines of all such pairs, also of one that was in the text before.
    /// </summary>
    internal byte[] Write(DatadogEvent item)
    {
        byte[] title = Encoding.UTF8.GetBytes(Escape(item.Title));
        byte[] text = Encoding.UTF8.GetBytes(Escape(EventRules.TextOf(item)));
        return Fill(title.Length + text.Length, (ref LineBuilder line) =>
            line.Bytes("_e{"u8) && line.Number(title.Length) && line.Byte((byte)',') && line.Number(text.Length) && line.Bytes("}:"u8)
            && line.Bytes(title) && line.Byte((byte)'|') && line.Bytes(text)
            && WriteTime(item.Timestamp, ref line)
            && WriteField("|h:"u8, item.HostName, ref line)
            && WriteField("|k:"u8, item.AggregationKey, ref line)
            && (item.Priority == DatadogEventPriority.Normal || line.Bytes("|p:low"u8))
            && WriteField("|s:"u8, item.SourceTypeName, ref line)
            && line.Bytes("|t:"u8) && line.Text(EventRules.WireWord(item.AlertType))
            && WriteTags(item.Tags, null, ref line)
            && line.Bytes(_origin));
    }

    /// <summary>
    /// One service check, without an end of line: <c>_sc|name|status|d:|h:|#|m:message</c>. It must have passed
    /// <see cref="ServiceCheckRules.Check"/>. The message comes last but for the origin; a bar in it would end it, and is an underscore.
    /// </summary>
    internal byte[] Write(DatadogServiceCheck item)
    {
        string message = Escape(item.Message ?? "").Replace('|', '_').Replace("m:", "m\\:", StringComparison.Ordinal);
        return Fill(Encoding.UTF8.GetByteCount(message) + Encoding.UTF8.GetByteCount(item.Name), (ref LineBuilder line) =>
            line.Bytes("_sc|"u8) && line.Text(MetricText.NormalizeTag(item.Name))
            && line.Byte((byte)'|') && line.Number(DatadogServiceCheckStatus.CodeOf(item.Status))
            && WriteTime(item.Timestamp, ref line)
            && WriteField("|h:"u8, item.HostName, ref line)
            && WriteTags(item.Tags, null, ref line)
            && (message.Length == 0 || (line.Bytes("|m:"u8) && line.Text(message)))
            && line.Bytes(_origin));
    }

    private static string Escape(string text) => MetricText.NormalizeText(text).Replace("\n", "\\n", StringComparison.Ordinal);

    private static bool WriteTime(DateTimeOffset? time, ref LineBuilder line) =>
        time is not { } known || (line.Bytes("|d:"u8) && line.Number(known.ToUnixTimeSeconds()));

    private static bool WriteField(ReadOnlySpan<byte> prefix, string? value, ref LineBuilder line) =>
        string.IsNullOrEmpty(value) || (line.Bytes(prefix) && line.Text(MetricText.NormalizeTag(value)));

    // No line that a receiver takes is near the first guess; tags of an absurd number make it grow.
    private static byte[] Fill(int known, Part write)
    {
        for (int size = known + 8192; ; size *= 2)
        {
            byte[] memory = new byte[size];
            var line = new LineBuilder(memory);
            if (write(ref line))
            {
                return line.Written.ToArray();
            }
        }
    }

    private delegate bool Part(ref LineBuilder line);
}
