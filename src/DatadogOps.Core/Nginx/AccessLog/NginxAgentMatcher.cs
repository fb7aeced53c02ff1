using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Nginx.AccessLog;

/// <summary>
/// Recognizes checks by their user agent, as the filter does. Lines are first searched for a literal, so that most need not be
/// parsed.
/// </summary>
internal sealed class NginxAgentMatcher
{
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex? _others;
    private readonly bool _agent;
    private readonly bool _api;
    private readonly bool _browser;

    public NginxAgentMatcher(NginxLogFilterOptions options)
    {
        options.Check();
        _agent = options.Agents.Contains(NginxAgentKind.Agent);
        _api = options.Agents.Contains(NginxAgentKind.SyntheticsApi);
        _browser = options.Agents.Contains(NginxAgentKind.SyntheticsBrowser);
        var needles = new List<string>();
        if (options.Agents.Count > 0)
        {
            needles.Add(_api || _browser ? "Datadog" : "Datadog Agent/");
        }

        if (options.UserAgents.Count > 0)
        {
            needles.AddRange(options.UserAgents.Select(LongestLiteral));
            _others = new Regex($"^(?:{string.Join('|', (options with { Agents = [] }).Patterns)})", RegexOptions.CultureInvariant | RegexOptions.Singleline, s_matchTimeout);
        }

        Needles = [.. needles.Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Literals of which each line of a check contains at least one.</summary>
    public byte[][] Needles { get; }

    /// <summary>Whether a user agent is one of a check.</summary>
    public bool IsMatch(ReadOnlySpan<byte> userAgent) =>
        (_agent && userAgent.StartsWith("Datadog Agent/"u8))
        || (_api && userAgent.StartsWith("Datadog/Synthetics"u8))
        || (_browser && EndsWithSynthetics(userAgent))
        || (_others is not null && _others.IsMatch(Encoding.UTF8.GetString(userAgent)));

    private static bool EndsWithSynthetics(ReadOnlySpan<byte> userAgent) =>
        userAgent.EndsWith("DatadogSynthetics"u8) && (userAgent.Length == "DatadogSynthetics"u8.Length || userAgent[^("DatadogSynthetics"u8.Length + 1)] == (byte)' ');

    private static string LongestLiteral(string wildcard) => wildcard.Split('*', '?').MaxBy(part => part.Length)!;
}
