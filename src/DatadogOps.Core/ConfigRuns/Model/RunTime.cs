using System.Globalization;
using System.Xml;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>Parses times of the tools.</summary>
internal static class RunTime
{
    private const double MaxSeconds = 366 * 24 * 60 * 60;
    private const string JsonDate = "/Date(";

    /// <summary>
    /// ISO 8601 with any number of digits; Ruby's <c>2026-11-22 07:05:52 UTC</c>; Windows PowerShell's <c>/Date(1479822000000)/</c>. A
    /// time without zone is UTC if <paramref name="assumeUtc"/>, as Ansible writes it, else local.
    /// </summary>
    public static DateTimeOffset? Parse(string? text, bool assumeUtc = true)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        int date = text.IndexOf(JsonDate, StringComparison.Ordinal);
        if (date >= 0)
        {
            string digits = text[(date + JsonDate.Length)..].TrimEnd(')', '/', '\\');
            int zone = digits.LastIndexOfAny(['+', '-']);
            return long.TryParse(zone > 0 ? digits[..zone] : digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds)
                && Math.Abs(milliseconds) < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        string plain = text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] + "Z" : text;
        DateTimeStyles styles = DateTimeStyles.AllowWhiteSpaces | (assumeUtc ? DateTimeStyles.AssumeUniversal : DateTimeStyles.AssumeLocal);
        return DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, styles, out DateTimeOffset time) ? time : null;
    }

    /// <summary>A time plus seconds; null if out of range.</summary>
    public static DateTimeOffset? Add(DateTimeOffset? time, double seconds)
    {
        try
        {
            return time?.AddSeconds(seconds);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>
    /// A duration in seconds; null if it is negative or longer than a year, since the clock was set meanwhile.
    /// </summary>
    public static double? Plausible(double? seconds) => seconds is >= 0 and <= MaxSeconds ? seconds : null;

    /// <summary>Seconds of an ISO 8601 duration such as <c>PT1M0.61S</c>.</summary>
    public static double? ParseDuration(string? text)
    {
        try
        {
            return text is null ? null : XmlConvert.ToTimeSpan(text).TotalSeconds;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }
}
