using System.Management.Automation;
using System.Text;
using System.Text.Json;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>
/// Gathers reports that come by the pipeline: lines of text as they are, objects as lines of JSON. They are read at the end, since no line
/// alone says whether another belongs to it.
/// </summary>
internal sealed class PipelineText : IDisposable
{
    // A file of any size can be given by -Path, which is read as it comes.
    private const int MaxBytes = 256 * 1024 * 1024;

    private readonly MemoryStream _text = new();

    /// <summary>Adds a line or an object.</summary>
    /// <exception cref="OperationException">It cannot be a report, or is too much.</exception>
    public void Add(PSObject input)
    {
        if (_text.Length > MaxBytes)
        {
            throw new OperationException(
                ConfigRunErrorIds.ReportTooLarge,
                OperationErrorKind.InvalidInput,
                "InputObject",
                $"By the pipeline come more than {MaxBytes / 1024 / 1024} MB.",
                "Write it to a file and give that with -Path.");
        }

        if (input.BaseObject is string line)
        {
            _text.Write(Encoding.UTF8.GetBytes(line));
        }
        else if (PipelineJson.IsReport(input))
        {
            using var writer = new Utf8JsonWriter(_text);
            PipelineJson.Write(writer, input, 0);
        }
        else
        {
            throw new OperationException(
                ConfigRunErrorIds.InputUnknown,
                OperationErrorKind.InvalidInput,
                input.BaseObject.GetType().Name,
                $"{ObjectReader.Describe(input)} is no report.",
                "Give files, text, objects of ConvertFrom-Json or of Get-DscConfigurationStatus.");
        }

        _text.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    /// <summary>What was gathered; null when nothing was.</summary>
    public ReportSource? ToSource() => _text.Length == 0 ? null : ReportSource.Text(_text.GetBuffer(), (int)_text.Length);
}
