using System.Text.RegularExpressions;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// The filter of older guides, Datadog's included: <c>if ($http_user_agent ~* "Datadog Agent/.*") { access_log off; }</c> in a location.
/// </summary>
internal static class NginxLegacyIfFilter
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Whether an if tests for one of Datadog's user agents and disables the log.</summary>
    public static bool IsOne(NginxItem item) =>
        item.Body?.Context == NginxContext.LocationIf
        && Condition(item) is ("$http_user_agent", _, var pattern)
        && pattern.Contains("datadog", StringComparison.OrdinalIgnoreCase)
        && NginxAccessLog.In(item.Body).Any(log => log.IsOff);

    /// <summary>Whether it does nothing but disable the log.</summary>
    public static bool IsPure(NginxItem item) => item.Body!.Items.Count == 1;

    /// <summary>Whether its condition is true for a user agent; null if unknown.</summary>
    public static bool? Matches(NginxItem item, string userAgent)
    {
        if (Condition(item) is not ("$http_user_agent", var comparison, var pattern))
        {
            return null;
        }

        try
        {
            return comparison switch
            {
                "=" => userAgent == pattern,
                "!=" => userAgent != pattern,
                "~" => Regex.IsMatch(userAgent, pattern, RegexOptions.CultureInvariant, s_matchTimeout),
                "~*" => Regex.IsMatch(userAgent, pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_matchTimeout),
                "!~" => !Regex.IsMatch(userAgent, pattern, RegexOptions.CultureInvariant, s_matchTimeout),
                "!~*" => !Regex.IsMatch(userAgent, pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_matchTimeout),
                _ => null,
            };
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return null; // valid in PCRE only
        }
    }

    /// <summary>The edit that removes it, including its lines if they contain nothing else.</summary>
    public static NginxEdit Remove(NginxDirective directive)
    {
        ReadOnlySpan<byte> text = directive.Document.Bytes;
        int start = directive.Start;
        while (start > 0 && text[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        int end = directive.End;
        while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end++;
        }

        bool wholeLines = (start == 0 || text[start - 1] == (byte)'\n') && end < text.Length && text[end] == (byte)'\n';
        return wholeLines ? new NginxEdit(directive.Document, start, end + 1 - start, []) : new NginxEdit(directive.Document, directive.Start, directive.End - directive.Start, []);
    }

    // ( $variable operator pattern ), where parentheses may be separate words or not (ngx_http_rewrite_if_condition).
    private static (string Variable, string Comparison, string Pattern)? Condition(NginxItem item)
    {
        List<string> words = [.. item.Directive.Arguments];
        if (words.Count == 0 || !words[0].StartsWith('(') || !words[^1].EndsWith(')'))
        {
            return null;
        }

        words[0] = words[0][1..];
        words[^1] = words[^1][..^1];
        words.RemoveAll(word => word.Length == 0);
        return words is [var variable, var comparison, var pattern] ? (variable, comparison, pattern) : null;
    }
}
