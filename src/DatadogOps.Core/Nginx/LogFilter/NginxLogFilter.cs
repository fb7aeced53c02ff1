using DatadogOps.Common;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>Configuration text that keeps an Agent out of the access log, as returned by New-NginxAgentLogFilter.</summary>
public sealed record NginxLogFilter
{
    private NginxLogFilter()
    {
    }

    /// <summary><c>Map</c> or <c>If</c>.</summary>
    public required string Style { get; init; }

    /// <summary>The block for <see cref="Text"/>: <c>http</c>, or <c>location</c> for an if.</summary>
    public string Placement => Style == NginxLogFilterOptions.MapStyle ? "http" : "location";

    /// <summary>Name of the variable that is 0 for requests that are not logged, without the <c>$</c>; null for an if.</summary>
    public string? VariableName { get; init; }

    /// <summary>Parameter to add to each access_log; null for an if.</summary>
    public string? LogParameter => VariableName is null ? null : $"if=${VariableName}";

    /// <summary>The text, with LF line endings.</summary>
    public required string Text { get; init; }

    /// <summary>A warning about its use; null if there is none.</summary>
    public string? Warning { get; init; }

    /// <summary>Creates the text.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.FilterInvalid"/>.</exception>
    public static NginxLogFilter Create(NginxLogFilterOptions options)
    {
        options.Check();
        string variable = options.VariableName ?? NginxLogFilterOptions.DefaultVariableName;
        return options.Style == NginxLogFilterOptions.IfStyle
            ? new NginxLogFilter { Style = options.Style, Text = IfText(options), Warning = IfWarning }
            : new NginxLogFilter { Style = options.Style, VariableName = variable, Text = MapText(options, variable) };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The map, preceded by a geo block if networks are limited.</summary>
    internal static string MapText(NginxLogFilterOptions options, string variable)
    {
        var lines = new List<string>();
        string source = "$http_user_agent";
        string before = "";
        if (options.KeepFailures)
        {
            source = "$status:" + source;
            before = "[23][0-9][0-9]:";
        }

        if (options.AllowedAddresses.Count > 0)
        {
            lines.Add($"geo ${AddressVariable(variable)} {{");
            lines.Add("    default 0;");
            lines.AddRange(options.Networks.Distinct().Select(network => $"    {network} 1;"));
            lines.Add("}");
            source = $"${AddressVariable(variable)}:" + source;
            before = "1:" + before;
        }

        lines.Add($"map {(source[1..].Contains('$', StringComparison.Ordinal) ? Quote(source) : source)} ${variable} {{");
        if (options.KeepFailures)
        {
            // The status differs each time the same request is logged, as for a subrequest.
            lines.Add("    volatile;");
        }

        lines.Add("    default 1;");
        lines.AddRange(options.Patterns.Select(pattern => $"    {Quote("~^" + before + pattern)} 0;"));
        lines.Add("}");
        return string.Join('\n', lines) + "\n";
    }

    internal static string AddressVariable(string variable) => variable + "_address";

    /// <summary>Quotes a word so that nginx reads exactly this text.</summary>
    internal static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string IfText(NginxLogFilterOptions options)
    {
        IReadOnlyList<string> patterns = options.Patterns;
        string pattern = patterns.Count == 1 ? "^" + patterns[0] : $"^(?:{string.Join('|', patterns)})";
        return $"if ($http_user_agent ~ {Quote(pattern)}) {{\n    access_log off;\n}}\n";
    }

    private const string IfWarning =
        "An if in a location affects more than the log. If the location has try_files, the Agent gets another response than browsers (404 instead of 200). "
        + "Requests are still logged in nested locations, after an internal redirect, after a return or rewrite, and if a later if matches. "
        + "It must be repeated in each location, and is not allowed in a server. The style Map has none of these problems.";
}
