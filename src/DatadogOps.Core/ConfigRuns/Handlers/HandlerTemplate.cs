using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Templates with placeholders, each quoted for the language around it: <c>{{report|sh}}</c>.</summary>
internal static partial class HandlerTemplate
{
    /// <summary>Creates the files of a tool.</summary>
    /// <exception cref="OperationException">A path contains characters that the files cannot express.</exception>
    public static IEnumerable<ConfigRunHandlerFile> Render(HandlerTool tool, HandlerOptions options)
    {
        string folder = options.Folder.Length > 1 ? options.Folder.TrimEnd('/') : options.Folder;
        foreach (HandlerPart part in tool.Parts)
        {
            var values = new Dictionary<string, string>
            {
                ["folder"] = folder,
                ["report"] = tool.ReportPath(options),
                ["pwsh"] = options.PwshPath,
                ["environment"] = options.EnvironmentPath,
                ["name"] = Path.GetFileNameWithoutExtension(part.Name),
                ["title"] = tool.Title,
            };
            foreach (string value in values.Values)
            {
                Check(value);
            }

            yield return new ConfigRunHandlerFile
            {
                Tool = tool.Name,
                Name = part.Name,
                Path = Path.Combine(folder, part.Name),
                Purpose = part.Purpose,
                IsExecutable = part.IsExecutable,
                Text = Place().Replace(Read(part.Template), match => Write(values[match.Groups[1].Value], match.Groups[2].Value)),
            };
        }
    }

    private static string Read(string name)
    {
        Assembly assembly = typeof(HandlerTemplate).Assembly;
        using Stream stream = assembly.GetManifestResourceStream("Handlers/" + name) ?? throw new InvalidOperationException($"The template {name} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Write(string value, string language) => language switch
    {
        "sh" => $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'",
        "ruby" => $"'{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'",
        "python" => JsonSerializer.Serialize(value, HandlerJson.Default.String),
        "systemd" => value.Replace("%", "%%", StringComparison.Ordinal), // %i and the like are specifiers
        _ => value,
    };

    // systemd splits at blanks, and accepts quotes in some places only.
    private static void Check(string value)
    {
        if (value.AsSpan().IndexOfAny("\r\n\0\"\t") >= 0 || (value.StartsWith('/') && value.Contains(' ', StringComparison.Ordinal)))
        {
            throw new OperationException(
                ConfigRunHandlerErrorIds.HandlerPathInvalid,
                OperationErrorKind.InvalidInput,
                value,
                $"The path '{value.ReplaceLineEndings(" ")}' cannot be used in systemd units and shell scripts: it contains blanks, quotes or line breaks.",
                "Use another path.");
        }
    }

    [GeneratedRegex(@"\{\{(\w+)\|(\w+)\}\}")]
    private static partial Regex Place();
}
