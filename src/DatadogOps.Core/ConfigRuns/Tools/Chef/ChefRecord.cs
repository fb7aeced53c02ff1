using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Chef;

/// <summary>A resource of the data collector.</summary>
internal sealed class ChefRecord
{
    private string? _title;
    private string? _status;
    private bool _ignoresFailure;
    private double? _milliseconds;
    private string? _cookbook;
    private string? _recipe;
    private string? _conditional;
    private string? _delta;
    private string? _errorMessage;
    private ChefFailure? _failure;
    private ResourceState? _before;
    private ResourceState? _after;

    /// <summary><c>execute[migrate]</c>.</summary>
    public string Name => $"{Type}[{_title}]";

    public string Type { get; private set; } = "resource";

    public string Status => _status switch
    {
        "updated" => ConfigRunResourceStatus.Changed,
        "failed" => _ignoresFailure ? ConfigRunResourceStatus.Tolerated : ConfigRunResourceStatus.Failed,
        "skipped" or "unprocessed" => ConfigRunResourceStatus.Skipped,
        _ => ConfigRunResourceStatus.Unchanged,
    };

    public double? Seconds => _milliseconds / 1000;

    /// <summary>Whether it failed without ignore_failure.</summary>
    public bool IsFailure => Status == ConfigRunResourceStatus.Failed;

    /// <summary>Whether it was processed.</summary>
    public bool WasRun => _status is not ("unprocessed" or null);

    /// <summary>Why it failed.</summary>
    public string? Error => (_failure?.Message ?? _errorMessage) is { } text ? ChefError.Parse(text).Message : null;

    /// <summary>The recipe, since there is no file.</summary>
    public string? Source => _cookbook is null ? null : $"{_cookbook}::{_recipe}";

    /// <summary>Reads an item of resources; null for any other value.</summary>
    public static ChefRecord? Read(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return null;
        }

        var record = new ChefRecord();
        while (reader.NextKey() is { } key)
        {
            record.ReadEntry(reader, key);
        }

        return record;
    }

    /// <summary>The resource.</summary>
    public ConfigRunResource ToResource(RunBuilder run, ReadContext context) => context.Redactor.Redact(new ConfigRunResource
    {
        Tool = "Chef",
        HostName = run.HostName,
        RunId = run.RunId,
        Name = Name,
        Type = Type,
        Status = Status,
        SourceFile = Source,
        ElapsedSeconds = Seconds,
        ChangedProperties = new ConfigRunList<ConfigRunChange>(Status == ConfigRunResourceStatus.Changed ? Changes() : []),
        ErrorMessage = Error ?? (Status == ConfigRunResourceStatus.Skipped ? _conditional : null),
        SourcePath = context.SourcePath,
    });

    private List<ConfigRunChange> Changes()
    {
        List<ConfigRunChange> changes = [.. _after?.ChangesSince(_before) ?? []];
        if (!string.IsNullOrEmpty(_delta))
        {
            changes.Add(new ConfigRunChange("content", null, _delta.Replace("\\n", "\n", StringComparison.Ordinal)));
        }

        return changes;
    }

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "type":
                Type = reader.ReadName() ?? Type;
                break;
            case "name":
                _title = reader.ReadFlat();
                break;
            case "status":
                _status = reader.ReadText();
                break;
            case "duration":
                _milliseconds = reader.ReadNumber();
                break;
            case "cookbook_name":
                _cookbook = reader.ReadName();
                break;
            case "recipe_name":
                _recipe = reader.ReadName();
                break;
            case "ignore_failure":
                // true, or "quiet"
                _ignoresFailure = reader.ReadText() is not (null or "" or "false");
                break;
            case "conditional":
                _conditional = reader.ReadText();
                break;
            case "delta":
                _delta = reader.ReadShown();
                break;
            case "error_message":
                _errorMessage = reader.ReadFlat();
                break;
            case "error":
                _failure = ChefFailure.Read(reader);
                break;
            case "before":
                _before = ResourceState.Read(reader);
                break;
            case "after":
                _after = ResourceState.Read(reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
