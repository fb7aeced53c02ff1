using System.Globalization;

namespace System.Management.Automation;

public enum ProgressRecordType
{
    Processing,
    Completed,
}

public class ProgressRecord
{
    private int _parentActivityId = -1;
    private int _percentComplete = -1;

    public ProgressRecord(int activityId, string activity, string statusDescription)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(activityId);
        ArgumentException.ThrowIfNullOrEmpty(activity);
        ArgumentException.ThrowIfNullOrEmpty(statusDescription);
        ActivityId = activityId;
        Activity = activity;
        StatusDescription = statusDescription;
    }

    public string Activity { get; set; }

    public int ActivityId { get; }

    public string? CurrentOperation { get; set; }

    public int ParentActivityId
    {
        get => _parentActivityId;
        set
        {
            if (value == ActivityId)
            {
                throw new PSArgumentException("The parent of an activity cannot be the activity itself.", nameof(value));
            }

            _parentActivityId = value;
        }
    }

    public int PercentComplete
    {
        get => _percentComplete;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100);
            _percentComplete = value;
        }
    }

    public ProgressRecordType RecordType { get; set; }

    public int SecondsRemaining { get; set; } = -1;

    public string StatusDescription { get; set; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"parent = {ParentActivityId} id = {ActivityId} act = {Activity} stat = {StatusDescription} cur = {CurrentOperation} pct = {PercentComplete} sec = {SecondsRemaining} type = {RecordType}");
}

public class InformationRecord(object messageData, string? source)
{
    private List<string>? _tags;

    public string Computer { get; set; } = Environment.MachineName;

    public uint ManagedThreadId { get; set; } = (uint)Environment.CurrentManagedThreadId;

    public object MessageData { get; } = messageData;

    public uint ProcessId { get; set; } = (uint)Environment.ProcessId;

    public string? Source { get; set; } = source;

    public List<string> Tags => _tags ??= [];

    public DateTime TimeGenerated { get; set; } = DateTime.Now;

    public string User { get; set; } = Environment.UserName;

    public override string ToString() => LanguagePrimitives.ToText(MessageData);
}

public class HostInformationMessage
{
    public ConsoleColor? BackgroundColor { get; set; }

    public ConsoleColor? ForegroundColor { get; set; }

    public string? Message { get; set; }

    public bool? NoNewLine { get; set; }

    public override string ToString() => Message ?? "";
}
