using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>Time formats of nginx.</summary>
internal static class NginxLogTime
{
    private static readonly string[] s_formats = ["dd/MMM/yyyy:HH:mm:ss zzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>Parses $time_local, $time_iso8601 or $msec; null if the text is none of them.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out double seconds, out int used) && used == text.Length && seconds is > 0 and < 1e11)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        }

        return text.Length < 64 && DateTimeOffset.TryParseExact(Encoding.ASCII.GetString(text), s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
    }

    /// <summary>The part of a time up to the hour: <c>22/Nov/2026:19</c> of <c>22/Nov/2026:19:30:00 +0000</c>.</summary>
    public static ReadOnlySpan<byte> Hour(ReadOnlySpan<byte> text)
    {
        int hour = text.Length > 14 && text[2] == (byte)'/' ? 14 : text.Length > 13 && text[4] == (byte)'-' ? 13 : 0;
        return hour > 0 ? text[..hour] : Encoding.ASCII.GetBytes(Parse(text)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture) ?? "");
    }
}
