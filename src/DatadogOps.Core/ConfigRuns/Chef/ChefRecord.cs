using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Chef;

/// <summary>A resource as the data collector tells of it.</summary>
internal sealed class ChefRecord
{
    private string _type = "resource";
    private string? _title;
    private string? _status;
    private double? _milliseconds;
    private string? _cookbook;
    private string? _recipe;
    private string? _conditional;
    private string? _delta;
    private string? _errorMessage;
    private ChefFailure? _failure;
    private List<(string Name, string? Value)> _before = [];
    private List<(string Name, string? Value)> _after = [];

    /// <summary><c>execute[migrate]</c>.</summary>
    public string Name => $"{_type}[{_title}]";

    public bool IsFailure => _status == "failed";

    public bool IgnoresFailure { get; private set; }

    /// <summary>Whether it was come to.</summary>
    public bool WasRun => _status is not ("unprocessed" or null);

    /// <summary>Why it failed.</summary>
    public string? Error => (_failure?.Message ?? _errorMessage) is { } text ? ChefError.Parse(text).Message : null;

    /// <summary>The recipe, where there is no file.</summary>
    public string? Source => _cookbook is null ? null : $"{_cookbook}::{_recipe}";

    /// <summary>Reads an item of resources; null when it is none.</summary>
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
    public ConfigRunResource ToResource(RunBuilder run, ReadContext context)
    {
        ConfigRunResourceStatus status = _status switch
        {
            "updated" => ConfigRunResourceStatus.Changed,
            "failed" => ConfigRunResourceStatus.Failed,
            "skipped" or "unprocessed" => ConfigRunResourceStatus.Skipped,
            _ => ConfigRunResourceStatus.Unchanged,
        };
        return new ConfigRunResource
        {
            Tool = "Chef",
            HostName = run.HostName,
            RunId = run.RunId,
            Name = context.Short(Name)!,
            Type = _type,
            Status = status,
            SourceFile = Source,
            ElapsedSeconds = _milliseconds / 1000,
            ChangedProperties = status == ConfigRunResourceStatus.Changed ? Changes(context) : ConfigRunList<ConfigRunChange>.Empty,
            ErrorMessage = context.Message(Error ?? (status == ConfigRunResourceStatus.Skipped ? _conditional : null)),
            SourcePath = context.SourcePath,
        };
    }

    private ConfigRunList<ConfigRunChange> Changes(ReadContext context)
    {
        var changes = new List<ConfigRunChange>();
        foreach ((string name, string? after) in _after)
        {
            string? before = _before.Find(one => one.Name == name).Value;
            if (before != after)
            {
                changes.Add(context.Change(name, before, after));
            }
        }

        if (!string.IsNullOrEmpty(_delta))
        {
            changes.Add(context.Change("content", null, _delta.Replace("\\n", "\n", StringComparison.Ordinal)));
        }

        return new ConfigRunList<ConfigRunChange>(changes, 0);
    }

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "type":
                _type = reader.ReadName() ?? _type;
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
                IgnoresFailure = reader.ReadText() is not (null or "" or "false");
                break;
            case "conditional":
                _conditional = reader.ReadText();
                break;
            case "delta":
                _delta = reader.ReadText();
                break;
            case "error_message":
                _errorMessage = reader.ReadFlat();
                break;
            case "error":
                _failure = ChefFailure.Read(reader);
                break;
            case "before":
                _before = ReadState(reader);
                break;
            case "after":
                _after = ReadState(reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static List<(string Name, string? Value)> ReadState(DocumentReader reader)
    {
        var state = new List<(string Name, string? Value)>();
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                state.Add((key, reader.ReadFlat()));
            }
        }

        return state;
    }
}
