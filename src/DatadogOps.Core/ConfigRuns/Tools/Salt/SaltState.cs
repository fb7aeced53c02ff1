using System.Globalization;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Salt;

/// <summary>The result of one state; its key is <c>module_|-id_|-name_|-function</c>.</summary>
internal sealed class SaltState
{
    /// <summary>Separator of the parts of a state's key.</summary>
    public const string Separator = "_|-";

    // What salt.state says of states that it leaves out.
    private static readonly string[] SkipComments =
    [
        "onlyif condition is false", "unless condition is true", "State was not run because", "One or more requisite failed",
    ];

    private readonly List<ConfigRunChange> _changes = [];
    private string? _result;
    private string? _comment;
    private string? _standardError;
    private string? _standardOutput;
    private string? _sls;
    private string? _id;
    private double? _milliseconds;
    private readonly string[] _key;

    private SaltState(string key) => _key = key.Split(Separator);

    /// <summary>Its place in the run.</summary>
    public double RunNumber { get; private set; } = double.MaxValue;

    public double? Seconds => _milliseconds / 1000;

    /// <summary><c>cmd.run</c>.</summary>
    public string Type => _key.Length == 4 ? $"{_key[0]}.{_key[3]}" : _key[0];

    public string Name => _id ?? (_key.Length > 1 ? _key[1] : _key[0]);

    public string? Source => _sls;

    public string Status =>
        _comment is not null && Array.Exists(SkipComments, one => _comment.Contains(one, StringComparison.Ordinal)) ? ConfigRunResourceStatus.Skipped
        : _result == "false" ? ConfigRunResourceStatus.Failed
        : _result is null ? ConfigRunResourceStatus.Pending
        : _changes.Count > 0 ? ConfigRunResourceStatus.Changed
        : ConfigRunResourceStatus.Unchanged;

    /// <summary>Why it failed: what a command printed, where it was one, and Salt's comment.</summary>
    public string? Cause
    {
        get
        {
            string? output = string.IsNullOrWhiteSpace(_standardError) ? _standardOutput : _standardError;
            return string.IsNullOrWhiteSpace(output) ? _comment : $"{output.Trim()}\n{_comment}";
        }
    }

    /// <summary>Reads the value beside a key.</summary>
    public static SaltState Read(DocumentReader reader, string key)
    {
        var state = new SaltState(key);
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } entry)
            {
                state.ReadEntry(reader, entry);
            }
        }

        return state;
    }

    public ConfigRunResource ToResource(string? host, string? runId, ReadContext context) => context.Redactor.Redact(new ConfigRunResource
    {
        Tool = SaltReader.Tool,
        HostName = host,
        RunId = runId,
        Name = Name,
        Type = Type,
        Status = Status,
        SourceFile = Source,
        ElapsedSeconds = Seconds,
        ChangedProperties = new ConfigRunList<ConfigRunChange>(Status is ConfigRunResourceStatus.Changed or ConfigRunResourceStatus.Pending ? _changes : []),
        ErrorMessage = Status switch
        {
            ConfigRunResourceStatus.Failed => Cause,
            ConfigRunResourceStatus.Skipped => _comment,
            _ => null,
        },
        SourcePath = context.SourcePath,
    });

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "result":
                _result = reader.ReadText()?.ToLowerInvariant();
                break;
            case "comment":
                _comment = reader.Kind == NodeKind.ListStart ? string.Join('\n', reader.ReadTexts()) : reader.ReadFlat();
                break;
            case "changes":
                ReadChanges(reader);
                break;
            case "duration":
                _milliseconds = ToMilliseconds(reader.ReadText());
                break;
            case "__run_num__":
                RunNumber = reader.ReadNumber() ?? RunNumber;
                break;
            case "__sls__":
                _sls = reader.ReadName();
                break;
            case "__id__":
                _id = reader.ReadName();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadChanges(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } name)
        {
            if (reader.Kind == NodeKind.MapStart)
            {
                ReadChange(reader, name);
                continue;
            }

            switch (name)
            {
                case "stderr":
                    _standardError = reader.ReadFlat();
                    _changes.Add(new ConfigRunChange(name, null, _standardError));
                    break;
                case "stdout":
                    _standardOutput = reader.ReadFlat();
                    _changes.Add(new ConfigRunChange(name, null, _standardOutput));
                    break;
                default:
                    _changes.Add(new ConfigRunChange(name, null, reader.ReadShown()));
                    break;
            }
        }
    }

    // {"nginx": {"old": "", "new": "1.22"}}
    private void ReadChange(DocumentReader reader, string name)
    {
        (string? before, string? after) = (null, null);
        while (reader.NextKey() is { } key)
        {
            string? value = reader.ReadShown();
            (before, after) = key switch
            {
                "old" => (value, after),
                "new" => (before, value),
                _ => (before, after is null ? $"{key}: {value}" : after.Length > DocumentReader.MaxValueLength ? after : $"{after}, {key}: {value}"),
            };
        }

        _changes.Add(new ConfigRunChange(name, before, after));
    }

    // A number, or "0.5 ms" of old versions.
    private static double? ToMilliseconds(string? text)
    {
        string? number = text?.Split(' ')[0];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
    }
}
