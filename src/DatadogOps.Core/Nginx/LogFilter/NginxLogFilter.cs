using DatadogOps.Common;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>What keeps an Agent out of the access log, as text for nginx's configuration and where it belongs.</summary>
public sealed record NginxLogFilter
{
    private NginxLogFilter(NginxLogFilterOptions options, string variableName)
    {
        Options = options;
        VariableName = variableName;
    }

    /// <summary>How it works.</summary>
    public NginxLogFilterStyle Style => Options.Style;

    /// <summary>The block that <see cref="Text"/> belongs into: <c>http</c>, or <c>location</c> for an if.</summary>
    public string Placement => Style == NginxLogFilterStyle.Map ? "http" : "location";

    /// <summary>Name of the variable that is 0 for what is not logged, without the <c>$</c>; null for an if.</summary>
    public string? VariableName { get; }

    /// <summary>What each access_log gets in addition; null for an if.</summary>
    public string? LogParameter => VariableName is null ? null : $"if=${VariableName}";

    /// <summary>The text, lines ended by LF.</summary>
    public required string Text { get; init; }

    /// <summary>What to know before it is used; null when there is nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>What it was made from.</summary>
    internal NginxLogFilterOptions Options { get; }

    /// <summary>Makes the text.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.FilterInvalid"/>.</exception>
    public static NginxLogFilter Create(NginxLogFilterOptions options)
    {
        options.Check();
        string variable = options.VariableName ?? NginxLogFilterOptions.DefaultVariableName;
        return options.Style == NginxLogFilterStyle.If
            ? new NginxLogFilter(options, null!) { Text = IfText(options), Warning = IfWarning }
            : new NginxLogFilter(options, variable) { Text = MapText(options, variable) };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>The map, and the geo before it where addresses matter.</summary>
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
            // The status is another one each time that the same request is logged, as for a subrequest.
            lines.Add("    volatile;");
        }

        lines.Add("    default 1;");
        lines.AddRange(options.Patterns.Select(pattern => $"    {Quote("~^" + before + pattern)} 0;"));
        lines.Add("}");
        return string.Join('\n', lines) + "\n";
    }

    internal static string AddressVariable(string variable) => variable + "_address";

    /// <summary>A word in quotes, so that nginx reads exactly this text.</summary>
    internal static string Quote(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string IfText(NginxLogFilterOptions options)
    {
        IReadOnlyList<string> patterns = options.Patterns;
        string pattern = patterns.Count == 1 ? "^" + patterns[0] : $"^(?:{string.Join('|', patterns)})";
        return $"if ($http_user_agent ~ {Quote(pattern)}) {{\n    access_log off;\n}}\n";
    }

    private const string IfWarning =
        "An if in a location is not only about the log. With try_files in the same location the Agent is answered otherwise than browsers are (404 instead of 200). "
        + "The hit is logged all the same in nested locations, after an internal redirect, behind a return or rewrite, and where a later if matches. "
        + "It must stand in each location; in a server nginx refuses it. The style Map has none of this.";
}
