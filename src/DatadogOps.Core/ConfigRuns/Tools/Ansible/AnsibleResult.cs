using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>
/// The result of a task on a host. The arguments of its module are skipped, since they may contain secrets.
/// </summary>
internal sealed class AnsibleResult
{
    // The end of a command's output contains the reason.
    private const int MaxOutput = 4000;
    private const int MaxItems = 5;

    // Messages of modules if the reason is in the output.
    private static readonly string[] EmptyMessages = ["non-zero return code", "MODULE FAILURE", "One or more items failed", "All items completed"];

    private string? _message;
    private string? _standardError;
    private string? _standardOutput;
    private string? _moduleError;
    private string? _moduleOutput;
    private string? _exception;
    private string? _censored;
    private string? _skipReason;
    private string? _returnCode;
    private string? _item;
    private List<string>? _failedItems;
    private bool _isFailed;
    private bool _isSkipped;
    private bool _isSecret;
    private List<ConfigRunChange>? _diff;

    public required string Host { get; init; }

    public string? Module { get; private set; }

    public bool IsUnreachable { get; private set; }

    /// <summary>Whether it changed something, though it may have failed.</summary>
    public bool IsChanged { get; private set; }

    public string Status =>
        IsUnreachable || _isFailed ? ConfigRunResourceStatus.Failed
        : _isSkipped ? ConfigRunResourceStatus.Skipped
        : IsChanged ? ConfigRunResourceStatus.Changed
        : ConfigRunResourceStatus.Unchanged;

    /// <summary>Why it failed, or was skipped.</summary>
    public string? Reason => Status switch
    {
        ConfigRunResourceStatus.Failed => Cause(),
        ConfigRunResourceStatus.Skipped => _skipReason,
        _ => null,
    };

    /// <summary>Reads the value of a host.</summary>
    public static AnsibleResult Read(DocumentReader reader, string host)
    {
        var result = new AnsibleResult { Host = host };
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                result.ReadEntry(reader, key);
            }
        }

        return result;
    }

    /// <summary>What was changed, if the playbook ran with --diff.</summary>
    public ConfigRunList<ConfigRunChange> Changes => new(_isSecret || _censored is not null ? [] : _diff ?? []);

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "action":
                Module = reader.ReadName();
                break;
            case "changed":
                IsChanged = reader.ReadTruth();
                break;
            case "failed":
                _isFailed = reader.ReadTruth();
                break;
            case "skipped":
                _isSkipped = reader.ReadTruth();
                break;
            case "unreachable":
                IsUnreachable = reader.ReadTruth();
                break;
            case "_ansible_no_log":
                _isSecret = reader.ReadTruth();
                break;
            case "msg":
                _message = reader.ReadFlat();
                break;
            case "stderr":
                _standardError = Tail(reader.ReadText());
                break;
            case "stdout":
                _standardOutput = Tail(reader.ReadText());
                break;
            case "module_stderr":
                _moduleError = Tail(reader.ReadText());
                break;
            case "module_stdout":
                _moduleOutput = Tail(reader.ReadText());
                break;
            case "exception":
                _exception = Tail(reader.ReadText());
                break;
            case "censored":
                _censored = reader.ReadText();
                break;
            case "skip_reason":
                _skipReason = reader.ReadText();
                break;
            case "rc":
                _returnCode = reader.ReadText();
                break;
            case "item":
                _item = reader.ReadFlat();
                break;
            case "results":
                ReadItems(reader);
                break;
            case "diff":
                ReadDiffs(reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // The results of a loop.
    private void ReadItems(DocumentReader reader)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            AnsibleResult item = Read(reader, Host);
            if (item.Status == ConfigRunResourceStatus.Failed && (_failedItems?.Count ?? 0) < MaxItems && item.Cause() is { } cause)
            {
                (_failedItems ??= []).Add(item._item is null ? cause : $"{item._item}: {cause}");
            }
        }
    }

    private void ReadDiffs(DocumentReader reader)
    {
        if (reader.Kind == NodeKind.ListStart)
        {
            while (reader.NextItem())
            {
                ReadDiff(reader);
            }
        }
        else
        {
            ReadDiff(reader);
        }
    }

    private void ReadDiff(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        (ResourceState? before, ResourceState? after) = (null, null);
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "before":
                    before = ResourceState.ReadAny(reader);
                    break;
                case "after" or "prepared":
                    after = ResourceState.ReadAny(reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (after is not null)
        {
            (_diff ??= []).AddRange(after.ChangesSince(before));
        }
    }

    private string? Cause()
    {
        if (_censored is not null || _isSecret)
        {
            return _censored ?? "The output is hidden by no_log.";
        }

        if (_failedItems is not null)
        {
            return string.Join('\n', _failedItems);
        }

        bool isEmpty = string.IsNullOrWhiteSpace(_message) || EmptyMessages.Any(one => _message.StartsWith(one, StringComparison.Ordinal));
        string? message = isEmpty && _returnCode is not null && _message?.StartsWith("non-zero", StringComparison.Ordinal) == true ? $"{_message} {_returnCode}" : _message;
        string? output = First(_standardError, _moduleError) ?? (isEmpty ? First(_standardOutput, _moduleOutput, _exception) : null);
        if (output is null || message?.Contains(output, StringComparison.Ordinal) == true)
        {
            return message;
        }

        return isEmpty ? string.IsNullOrWhiteSpace(message) ? output : $"{output}\n{message}" : $"{message}\n{output}";
    }

    private static string? First(params ReadOnlySpan<string?> texts)
    {
        foreach (string? text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text.Trim();
            }
        }

        return null;
    }

    private static string? Tail(string? text) => text is null || text.Length <= MaxOutput ? text : "..." + text[^MaxOutput..];
}
