using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Audit;

/// <summary>
/// Evaluates texts with variables for a hypothetical request. Knows the given variables and maps of them; everything else is
/// unknown.
/// </summary>
internal sealed class NginxVariables
{
    private const int MaxDepth = 20;

    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyDictionary<string, string> _known;
    private readonly Dictionary<string, NginxBlock> _maps = new(StringComparer.Ordinal);

    /// <summary>Reads the maps of an http block.</summary>
    /// <param name="http">The block.</param>
    /// <param name="known">Variables of the request, without the <c>$</c>.</param>
    public NginxVariables(NginxBlock http, IReadOnlyDictionary<string, string> known)
    {
        _known = known;
        foreach (NginxItem item in http.Items.Where(item => item.Body is not null && item.Directive.ArgumentCount == 2 && item.Directive.Name == "map"))
        {
            // Of two maps of one variable the second wins.
            _maps[item.Directive.Argument(1).TrimStart('$')] = item.Body!;
        }
    }

    /// <summary>Replaces all variables of a text; null if one of them is unknown.</summary>
    public string? Evaluate(string text, int depth = 0)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                result.Append(text[i]);
                continue;
            }

            if (NginxText.VariableAt(text, i, out i) is not { Length: > 0 } name || Value(name, depth) is not { } value)
            {
                return null;
            }

            result.Append(value);
        }

        return result.ToString();
    }

    private string? Value(string name, int depth)
    {
        if (_known.TryGetValue(name, out string? known))
        {
            return known;
        }

        return depth < MaxDepth && _maps.TryGetValue(name, out NginxBlock? map) && Evaluate(map.Directive!.Value.Argument(0), depth + 1) is { } source
            ? Lookup(map, source, depth + 1)
            : null;
    }

    // Strings first (case-insensitive), then regular expressions in order, then the default (ngx_http_map_find).
    private string? Lookup(NginxBlock map, string source, int depth)
    {
        string fallback = "";
        string? byExpression = null;
        bool hostNames = map.Items.Any(item => item.Directive.Name == "hostnames" && item.Directive.ArgumentCount == 0);
        foreach (NginxItem item in map.Items.Where(item => item.Directive.ArgumentCount == 1 && item.Directive.Name != "include"))
        {
            string key = item.Directive.Name;
            string value = item.Directive.Argument(0);
            if (key == "default")
            {
                fallback = value;
            }
            else if (key.StartsWith('~'))
            {
                if (byExpression is null)
                {
                    if (Matches(key, source) is not { } matches)
                    {
                        return null;
                    }

                    byExpression = matches ? value : null;
                }
            }
            else if (hostNames && key.Contains('*', StringComparison.Ordinal))
            {
                return null;
            }
            else if (string.Equals(key.StartsWith('\\') ? key[1..] : key, source, StringComparison.OrdinalIgnoreCase))
            {
                return Evaluate(value, depth);
            }
        }

        return Evaluate(byExpression ?? fallback, depth);
    }

    // Null if the expression is valid in PCRE only.
    private static bool? Matches(string key, string source)
    {
        bool ignoreCase = key.StartsWith("~*", StringComparison.Ordinal);
        try
        {
            return Regex.IsMatch(source, key[(ignoreCase ? 2 : 1)..], RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), s_matchTimeout);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    /// <summary>Variables of a GET request from an allowed address with status 200.</summary>
    /// <param name="userAgent">User agent of the request.</param>
    /// <param name="addressVariables">Variables of the filter that are 1 for allowed addresses.</param>
    public static Dictionary<string, string> Request(string userAgent, IEnumerable<string> addressVariables)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["http_user_agent"] = userAgent,
            ["status"] = 200.ToString(CultureInfo.InvariantCulture),
            ["request_method"] = "GET",
        };
        foreach (string variable in addressVariables)
        {
            known[variable] = "1";
        }

        return known;
    }
}
