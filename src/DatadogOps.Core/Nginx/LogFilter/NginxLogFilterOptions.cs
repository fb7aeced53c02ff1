using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>What is kept out of the log.</summary>
public sealed partial record NginxLogFilterOptions
{
    /// <summary>Name of the variable unless another is chosen, without the <c>$</c>.</summary>
    public const string DefaultVariableName = "datadog_agent_loggable";

    // nginx reads the end of the name of such variables: a map of that name would hide a header or an argument.
    private static readonly string[] s_takenPrefixes = ["http_", "sent_http_", "sent_trailer_", "upstream_http_", "upstream_cookie_", "upstream_trailer_", "cookie_", "arg_"];

    /// <summary>How.</summary>
    public NginxLogFilterStyle Style { get; init; }

    /// <summary>Which of Datadog's programs.</summary>
    public NginxAgentKind Agents { get; init; } = NginxAgentKind.Agent;

    /// <summary>Other user agents, whole; <c>*</c> stands for any text and <c>?</c> for one character.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>Whether checks that were not answered with 2xx or 3xx stay in the log.</summary>
    public bool KeepFailures { get; init; }

    /// <summary>Addresses and networks from which alone a user agent is believed; none: from everywhere.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>Name of the variable; null for the first that is not in use.</summary>
    public string? VariableName { get; init; }

    /// <summary>Regular expressions of the user agents, without what they are anchored by.</summary>
    /// <remarks>Special characters stand in brackets, not behind backslashes, which nginx's quotes would take a part of.</remarks>
    internal IReadOnlyList<string> Patterns
    {
        get
        {
            var patterns = new List<string>();
            AddIf(NginxAgentKind.Agent, "Datadog Agent/");
            AddIf(NginxAgentKind.SyntheticsApi, "Datadog/Synthetics");
            AddIf(NginxAgentKind.SyntheticsBrowser, @"(?:.* )?DatadogSynthetics\z");
            patterns.AddRange(UserAgents.Select(ToPattern));
            return patterns;

            void AddIf(NginxAgentKind kind, string pattern)
            {
                if (Agents.HasFlag(kind))
                {
                    patterns.Add(pattern);
                }
            }
        }
    }

    /// <summary>Networks in the form that geo takes, without the bits that mean nothing.</summary>
    internal IEnumerable<string> Networks => AllowedAddresses.Select(text => TryNetwork(text, out string network) ? network : throw Invalid($"'{text}' is no IP address and no network", "Write 10.1.2.3, 10.0.0.0/8 or 2001:db8::/32."));

    /// <summary>Refuses what cannot be written in nginx's language, or contradicts itself.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.FilterInvalid"/>.</exception>
    public void Check()
    {
        if (Agents == NginxAgentKind.None && UserAgents.Count == 0)
        {
            throw Invalid("it names no user agent", "Name some with -Agent or -UserAgent.");
        }

        foreach (string agent in UserAgents)
        {
            if (agent.Trim('*', '?', ' ').Length == 0 || agent.Any(char.IsControl) || agent.Length > 500)
            {
                throw Invalid("a user agent is empty, all wildcards, longer than 500 characters or has control characters in it", "Give what the program calls itself, such as 'UptimeRobot/*'.");
            }
        }

        _ = Networks.Count();
        if (Style == NginxLogFilterStyle.If && (KeepFailures || AllowedAddresses.Count > 0))
        {
            throw Invalid("an if knows neither the status nor networks", "Use the style Map.");
        }

        if (VariableName is { } name && (!VariablePattern().IsMatch(name) || s_takenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            throw Invalid($"'{name}' cannot be the name of a variable of your own in nginx", "Use letters, digits and _, none of nginx's prefixes such as http_ and arg_, and leave the $ out.");
        }
    }

    private static OperationException Invalid(string why, string advice) =>
        new(NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, "filter", $"The log filter cannot be made: {why}.", advice);

    private static string ToPattern(string wildcard)
    {
        var pattern = new StringBuilder();
        foreach (char c in wildcard)
        {
            pattern.Append(c switch
            {
                '*' => ".*",
                '?' => ".",
                '\\' or '^' => "\\" + c,
                '.' or '[' or '(' or ')' or '{' or '|' or '+' or '$' => $"[{c}]",
                _ => c.ToString(),
            });
        }

        return pattern.ToString().EndsWith(".*", StringComparison.Ordinal) ? pattern.ToString()[..^2] : pattern + @"\z";
    }

    private static bool TryNetwork(string text, out string network)
    {
        network = "";
        string[] parts = text.Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out IPAddress? address) || address.AddressFamily == AddressFamily.InterNetwork && parts[0].Count(c => c == '.') != 3
            || address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            return false;
        }

        byte[] bytes = address.GetAddressBytes();
        int bits = bytes.Length * 8;
        if (parts.Length == 2 && (!int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out bits) || bits > bytes.Length * 8))
        {
            return false;
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(bits - i * 8, 0, 8));
        }

        network = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{bits}");
        return true;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex VariablePattern();
}
