using System.Management.Automation;
using System.Text;
using System.Text.Json;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>
/// Collects reports of the pipeline: lines of text as they are, objects as lines of JSON. They are read at the end, since a line does not
/// show whether another one follows.
/// </summary>
internal sealed class PipelineText : IDisposable
{
    // A larger file can be passed with -Path, which is read as a stream.
    private const int MaxBytes = 256 * 1024 * 1024;

    private readonly MemoryStream _text = new();

    /// <summary>Adds a line or an object.</summary>
    /// <exception cref="OperationException">It cannot be a report, or the input is too large.</exception>
    public void Add(PSObject input)
    {
        if (_text.Length > MaxBytes)
        {
            throw new OperationException(
                ConfigRunErrorIds.ReportTooLarge,
                OperationErrorKind.InvalidInput,
                "InputObject",
                $"The pipeline input exceeds {MaxBytes / 1024 / 1024} MB.",
                "Write it to a file and use -Path.");
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
                $"{ObjectReader.Describe(input)} is not a report.",
                "Use files, text, objects of ConvertFrom-Json or of Get-DscConfigurationStatus.");
        }

        _text.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    /// <summary>The collected text; null if there is none.</summary>
    public ReportSource? ToSource() => _text.Length == 0 ? null : ReportSource.Text(_text.GetBuffer(), (int)_text.Length);
}
