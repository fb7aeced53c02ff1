using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>
/// Tells checkers by what they call themselves, as the filter does. Lines are looked through for a text that all of them have, so
/// that most lines need not be taken apart.
/// </summary>
internal sealed class NginxAgentMatcher
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex? _others;
    private readonly NginxAgentKind _kinds;

    public NginxAgentMatcher(NginxLogFilterOptions options)
    {
        options.Check();
        _kinds = options.Agents;
        var needles = new List<string>();
        if (_kinds != NginxAgentKind.None)
        {
            needles.Add(_kinds == NginxAgentKind.Agent ? "Datadog Agent/" : "Datadog");
        }

        if (options.UserAgents.Count > 0)
        {
            needles.AddRange(options.UserAgents.Select(LongestLiteral));
            _others = new Regex($"^(?:{string.Join('|', (options with { Agents = NginxAgentKind.None }).Patterns)})", RegexOptions.CultureInvariant | RegexOptions.Singleline, s_matchTimeout);
        }

        Needles = [.. needles.Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Texts of which a checker's line has one at least.</summary>
    public byte[][] Needles { get; }

    /// <summary>Whether this is what a checker calls itself.</summary>
    public bool IsMatch(ReadOnlySpan<byte> userAgent) =>
        (_kinds.HasFlag(NginxAgentKind.Agent) && userAgent.StartsWith("Datadog Agent/"u8))
        || (_kinds.HasFlag(NginxAgentKind.SyntheticsApi) && userAgent.StartsWith("Datadog/Synthetics"u8))
        || (_kinds.HasFlag(NginxAgentKind.SyntheticsBrowser) && EndsWithSynthetics(userAgent))
        || (_others is not null && _others.IsMatch(Encoding.UTF8.GetString(userAgent)));

    private static bool EndsWithSynthetics(ReadOnlySpan<byte> userAgent) =>
        userAgent.EndsWith("DatadogSynthetics"u8) && (userAgent.Length == "DatadogSynthetics"u8.Length || userAgent[^("DatadogSynthetics"u8.Length + 1)] == (byte)' ');

    private static string LongestLiteral(string wildcard) => wildcard.Split('*', '?').MaxBy(part => part.Length)!;
}
