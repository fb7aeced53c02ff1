using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Settings of the filter: whose requests are not logged, and how.</summary>
public sealed partial record NginxLogFilterOptions
{
    /// <summary>Default name of the variable, without the <c>$</c>.</summary>
    public const string DefaultVariableName = "datadog_agent_loggable";

    // Prefixes of nginx's dynamic variables: a map of such a name would hide a header or an argument.
    private static readonly string[] s_reservedPrefixes = ["http_", "sent_http_", "sent_trailer_", "upstream_http_", "upstream_cookie_", "upstream_trailer_", "cookie_", "arg_"];

    /// <summary><see cref="Style"/>: a map in http, and <c>if=</c> on each access_log. Does not affect responses.</summary>
    public const string MapStyle = "Map";

    /// <summary><see cref="Style"/>: an <c>if</c> with <c>access_log off</c> in a location, which nginx's manual warns against.</summary>
    public const string IfStyle = "If";

    /// <summary><c>Map</c> or <c>If</c>.</summary>
    public string Style { get; init => field = Word.Canonical(value, MapStyle, IfStyle); } = MapStyle;

    /// <summary>Kinds of Datadog's programs, from <see cref="NginxAgentKind"/>.</summary>
    public IReadOnlyList<string> Agents { get; init => field = [.. value.Select(kind => Word.Canonical(kind, NginxAgentKind.All)).Distinct()]; } = [NginxAgentKind.Agent];

    /// <summary>Other user agents; <c>*</c> stands for any text and <c>?</c> for one character.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>Whether requests with a status other than 2xx and 3xx are still logged.</summary>
    public bool KeepFailures { get; init; }

    /// <summary>Addresses and networks that the filter is limited to; all if empty.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init; } = [];

    /// <summary>Name of the variable; null for the first default name that is not in use.</summary>
    public string? VariableName { get; init; }

    /// <summary>Regular expressions of the user agents, to be anchored at the start.</summary>
    /// <remarks>Special characters are bracketed rather than escaped, since nginx's quotes would consume backslashes.</remarks>
    internal IReadOnlyList<string> Patterns => [.. Agents.Select(NginxAgentKind.Pattern), .. UserAgents.Select(ToPattern)];

    /// <summary>The allowed networks in the form that geo accepts, host bits cleared.</summary>
    internal IEnumerable<string> Networks => AllowedAddresses.Select(text => TryNetwork(text, out string network) ? network : throw Invalid($"'{text}' is not an IP address or network", "Use the form 10.1.2.3, 10.0.0.0/8 or 2001:db8::/32."));

    /// <summary>Validates the settings.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.FilterInvalid"/>.</exception>
    public void Check()
    {
        if (Agents.Count == 0 && UserAgents.Count == 0)
        {
            throw Invalid("no user agent is specified", "Use -AgentKind or -UserAgent.");
        }

        foreach (string agent in UserAgents)
        {
            if (agent.Trim('*', '?', ' ').Length == 0 || agent.Any(char.IsControl) || agent.Length > 500)
            {
                throw Invalid("a user agent is empty, only wildcards, longer than 500 characters or contains control characters", "Specify a user agent such as 'UptimeRobot/*'.");
            }
        }

        _ = Networks.Count();
        if (Style == IfStyle && (KeepFailures || AllowedAddresses.Count > 0))
        {
            throw Invalid("an if cannot test the status or networks", "Use the style Map.");
        }

        if (VariableName is { } name && (!VariablePattern().IsMatch(name) || s_reservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            throw Invalid($"'{name}' is not a valid variable name", "Use letters, digits and _, and none of nginx's prefixes such as http_ and arg_.");
        }
    }

    private static OperationException Invalid(string why, string advice) =>
        new(NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, "filter", $"The log filter is invalid: {why}.", advice);

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
