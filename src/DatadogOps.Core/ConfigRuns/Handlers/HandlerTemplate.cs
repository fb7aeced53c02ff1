using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Files with places for values, each written as the language around it wants: <c>{{report|sh}}</c>.</summary>
internal static partial class HandlerTemplate
{
    /// <summary>Makes the files of a tool.</summary>
    /// <exception cref="OperationException">A path holds what the files cannot say.</exception>
    public static IEnumerable<ConfigRunHandlerFile> Render(HandlerTool tool, HandlerOptions options)
    {
        string folder = options.Folder.Length > 1 ? options.Folder.TrimEnd('/') : options.Folder;
        foreach (HandlerPart part in tool.Parts)
        {
            var values = new Dictionary<string, string>
            {
                ["folder"] = folder,
                ["report"] = tool.ReportPath(options),
                ["runner"] = options.RunnerPath,
                ["environment"] = options.EnvironmentPath,
                ["arguments"] = options.IsPowerShell ? "-NoProfile -NonInteractive -Command" : "",
                ["import"] = options.IsPowerShell ? "Import-Module DatadogOps; " : "",
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
        "systemd" => value.Replace("%", "%%", StringComparison.Ordinal), // %i and the like stand for something else
        _ => value,
    };

    // systemd splits at blanks, and takes quotes in one place and not in the other.
    private static void Check(string value)
    {
        if (value.AsSpan().IndexOfAny("\r\n\0\"\t") >= 0 || (value.StartsWith('/') && value.Contains(' ', StringComparison.Ordinal)))
        {
            throw new OperationException(
                ConfigRunHandlerErrorIds.HandlerPathInvalid,
                OperationErrorKind.InvalidInput,
                value,
                $"The path '{value.ReplaceLineEndings(" ")}' cannot stand in the files of systemd and the shell: it holds blanks, quotes or line breaks.",
                "Give another path.");
        }
    }

    [GeneratedRegex(@"\{\{(\w+)\|(\w+)\}\}")]
    private static partial Regex Place();
}
