using System.Text;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Puppet;

/// <summary>One entry of a report's resource_statuses.</summary>
internal sealed class PuppetStatus
{
    private static readonly char[] Bracket = ['['];

    private string? _title;

    public required string Reference { get; set; }

    public string? Type { get; private set; }

    public string? File { get; private set; }

    public int? Line { get; private set; }

    public double? Seconds { get; private set; }

    public bool IsFailed { get; private set; }

    public bool FailedToRestart { get; private set; }

    public bool IsSkipped { get; private set; }

    public bool IsChanged { get; private set; }

    public bool IsPending { get; private set; }

    /// <summary>Time of its first failure; the report lists resources in no order.</summary>
    public string? FailureTime { get; private set; }

    public string? FailureMessage { get; private set; }

    /// <summary>Changed properties; redacted ones have no values.</summary>
    public List<ConfigRunChange>? Changes { get; private set; }

    public string Status =>
        IsFailed || FailedToRestart ? ConfigRunResourceStatus.Failed
        : IsChanged ? ConfigRunResourceStatus.Changed
        : IsPending ? ConfigRunResourceStatus.Pending
        : IsSkipped ? ConfigRunResourceStatus.Skipped
        : ConfigRunResourceStatus.Unchanged;

    /// <summary>Reads the value of an entry; without a reference, it is composed of type and title.</summary>
    public static PuppetStatus Read(DocumentReader reader, string? reference)
    {
        var status = new PuppetStatus { Reference = reference ?? "" };
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } key)
            {
                status.ReadEntry(reader, key);
            }
        }

        if (reference is null)
        {
            status.Reference = $"{status.Type}[{status._title}]";
            return status;
        }

        int bracket = reference.IndexOfAny(Bracket);
        status.Type ??= bracket > 0 ? reference[..bracket] : null;
        return status;
    }

    private void ReadEntry(DocumentReader reader, string key)
    {
        switch (key)
        {
            case "resource_type":
                Type = reader.ReadName();
                break;
            case "resource_title" when Reference.Length == 0:
                _title = reader.ReadName();
                break;
            case "file":
                File = reader.ReadName();
                break;
            case "line":
                Line = reader.ReadCount();
                break;
            case "evaluation_time":
                Seconds = reader.ReadNumber();
                break;
            case "failed":
                IsFailed |= reader.ReadTruth();
                break;
            case "failed_to_restart":
                FailedToRestart |= reader.ReadTruth();
                break;
            case "skipped":
                IsSkipped = reader.ReadTruth();
                break;
            case "changed":
                IsChanged |= reader.ReadTruth();
                break;
            case "events":
                if (reader.BeginList())
                {
                    while (reader.NextItem())
                    {
                        ReadEvent(reader);
                    }
                }

                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadEvent(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        (string? property, string? before, string? after, string? message, string? status, string? time) = (null, null, null, null, null, null);
        bool isRedacted = false;
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "property":
                    property = reader.ReadName();
                    break;
                case "previous_value" or "old_value":
                    before = Checksum(reader.ReadShown());
                    break;
                case "desired_value" or "new_value":
                    after = Checksum(reader.ReadShown());
                    break;
                case "message":
                    message = reader.ReadText();
                    break;
                case "status":
                    status = reader.ReadText();
                    break;
                case "time" or "timestamp":
                    time = reader.ReadText();
                    break;
                case "redacted":
                    isRedacted = reader.ReadTruth();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        switch (status)
        {
            case "failure":
                IsFailed = true;
                if (FailureTime is null || string.CompareOrdinal(time, FailureTime) < 0)
                {
                    (FailureTime, FailureMessage) = (time ?? "", message);
                }

                break;
            case "noop":
                IsPending = true;
                break;
            case "success":
                IsChanged = true;
                break;
        }

        if (status != "audit")
        {
            (Changes ??= []).Add(new ConfigRunChange(property ?? "run", isRedacted ? null : before, isRedacted ? null : after));
        }
    }

    // Puppet 6 and later write the checksum that a noop run found as base64 of "{sha256}..." or "{md5}...".
    private static string? Checksum(string? value)
    {
        if (value is null || !(value.StartsWith("e3NoYT", StringComparison.Ordinal) || value.StartsWith("e21kNX", StringComparison.Ordinal)))
        {
            return value;
        }

        byte[] bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : value;
    }
}
