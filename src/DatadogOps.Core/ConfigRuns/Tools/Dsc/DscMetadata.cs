using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Dsc;

/// <summary>
/// When and how DSC ran: <c>metadata."Microsoft.DSC"</c>, and <c>executionInformation</c> since 3.2; see schemas/v3/metadata of
/// PowerShell/DSC.
/// </summary>
internal sealed class DscMetadata
{
    public string? Version { get; private set; }

    public string? Operation { get; private set; }

    public bool IsWhatIf { get; private set; }

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    public double? Seconds { get; private set; }

    /// <summary>Reads the value of <c>metadata</c>.</summary>
    public void ReadWrapped(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            if (key == "Microsoft.DSC")
            {
                Read(reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Reads the value of <c>executionInformation</c>, or of <c>Microsoft.DSC</c>.</summary>
    public void Read(DocumentReader reader)
    {
        if (!reader.BeginMap())
        {
            return;
        }

        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "version":
                    Version = reader.ReadName();
                    break;
                case "operation":
                    Operation = reader.ReadName() is { } name ? char.ToUpperInvariant(name[0]) + name[1..] : null;
                    break;
                case "executionType":
                    IsWhatIf = string.Equals(reader.ReadText(), "WhatIf", StringComparison.OrdinalIgnoreCase);
                    break;
                case "startDatetime":
                    Start = RunTime.Parse(reader.ReadText());
                    break;
                case "endDatetime":
                    End = RunTime.Parse(reader.ReadText());
                    break;
                case "duration":
                    Seconds = RunTime.ParseDuration(reader.ReadText());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
