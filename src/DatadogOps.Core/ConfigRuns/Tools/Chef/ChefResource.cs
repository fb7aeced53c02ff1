using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>
/// A resource as Chef's JsonFile writes it: <c>json_class</c> and <c>instance_vars</c>. Only variables about what happened
/// are read; the others, such as its content and commands, may contain secrets in clear text.
/// </summary>
internal sealed class ChefResource
{
    private string? _className;
    private string? _type;
    private string? _name;
    private string? _cookbook;
    private string? _recipe;
    private string? _sourceLine;
    private bool _isUpdated;
    private bool _isSensitive;
    private string? _diff;
    private double? _seconds;

    /// <summary>Whether it took any time, unlike in a run that failed while compiling.</summary>
    public bool WasRun => _isUpdated || _seconds > 0;

    private string TypeName => _type ?? ToTypeName(_className);

    private string Name => $"{TypeName}[{_name}]";

    /// <summary>Reads an item of all_resources; null for any other value.</summary>
    public static ChefResource? Read(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return null;
        }

        var resource = new ChefResource();
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "json_class":
                    resource._className = reader.ReadName();
                    break;
                case "instance_vars" when reader.BeginMap():
                    while (reader.NextKey() is { } variable)
                    {
                        resource.ReadVariable(reader, variable);
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return resource;
    }

    /// <summary>Whether an exception refers to it.</summary>
    /// <param name="reference"><c>execute[migrate]</c>.</param>
    /// <param name="source"><c>app::default:88</c>; null to compare the name only.</param>
    public bool Is(string reference, string? source) =>
        reference == Name && (source is null || (LineOf(_sourceLine) is { } line && source.EndsWith($":{line}", StringComparison.Ordinal)));

    /// <summary>The resource, failed if there is an error.</summary>
    public ConfigRunResource ToResource(RunBuilder run, ReadContext context, string? error) => context.Redactor.Redact(new ConfigRunResource
    {
        Tool = "Chef",
        HostName = run.HostName,
        RunId = run.RunId,
        Name = Name,
        Type = TypeName,
        Status = error is not null ? ConfigRunResourceStatus.Failed : _isUpdated ? ConfigRunResourceStatus.Changed : ConfigRunResourceStatus.Unchanged,
        SourceFile = FileOf(_sourceLine) ?? (_cookbook is null ? null : $"{_cookbook}::{_recipe}"),
        SourceLine = LineOf(_sourceLine),
        ElapsedSeconds = _seconds,
        ChangedProperties = new ConfigRunList<ConfigRunChange>(!_isUpdated || string.IsNullOrEmpty(_diff) ? [] : [new("content", null, _isSensitive ? null : _diff)]),
        ErrorMessage = error,
        SourcePath = context.SourcePath,
    });

    private void ReadVariable(DocumentReader reader, string variable)
    {
        switch (variable)
        {
            case "name":
                _name = reader.ReadFlat();
                break;
            case "declared_type":
                _type = reader.ReadName();
                break;
            case "cookbook_name":
                _cookbook = reader.ReadName();
                break;
            case "recipe_name":
                _recipe = reader.ReadName();
                break;
            case "source_line":
                _sourceLine = reader.ReadName();
                break;
            case "updated":
                _isUpdated = reader.ReadTruth();
                break;
            case "sensitive":
                _isSensitive = reader.ReadTruth();
                break;
            case "diff":
                _diff = reader.ReadShown();
                break;
            case "elapsed_time":
                _seconds = reader.ReadNumber();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // "/var/chef/cookbooks/app/recipes/default.rb:88:in `from_file'"
    private static string? FileOf(string? sourceLine)
    {
        string? source = sourceLine is null ? null : ChefError.FrameSource(sourceLine);
        int colon = source?.LastIndexOf(':') ?? -1;
        return colon > 0 ? source![..colon] : source;
    }

    private static int? LineOf(string? sourceLine)
    {
        string? source = sourceLine is null ? null : ChefError.FrameSource(sourceLine);
        int colon = source?.LastIndexOf(':') ?? -1;
        return colon > 0 && int.TryParse(source.AsSpan(colon + 1), out int line) ? line : null;
    }

    // Chef::Resource::AptPackage is apt_package.
    private static string ToTypeName(string? className)
    {
        string name = className is null ? "resource" : className[(className.LastIndexOf(':') + 1)..];
        return System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
