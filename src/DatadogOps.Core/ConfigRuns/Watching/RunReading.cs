using DatadogOps.Common;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Watching;

/// <summary>Reads all of a source before any of it counts.</summary>
public static class RunReading
{
    /// <summary>The reports of a file, and the error that ended the reading, if any.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; runs are read even if it requests resources.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IReadOnlyList<OperationOutput<ConfigRunReport>> ReadFile(string path, ConfigRunReadOptions options, CancellationToken cancellationToken) =>
        Read(ReportSource.File(path), options, cancellationToken);

    /// <inheritdoc cref="ReadFile"/>
    /// <param name="text">The report's text, in UTF-8.</param>
    /// <param name="options">How; runs are read even if it requests resources.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IReadOnlyList<OperationOutput<ConfigRunReport>> ReadText(byte[] text, ConfigRunReadOptions options, CancellationToken cancellationToken) =>
        Read(ReportSource.Text(text, text.Length), options, cancellationToken);

    private static List<OperationOutput<ConfigRunReport>> Read(ReportSource source, ConfigRunReadOptions options, CancellationToken cancellationToken)
    {
        var reports = new List<OperationOutput<ConfigRunReport>>();
        try
        {
            foreach (object item in ConfigRunReader.Read(source, options with { Resources = false }, cancellationToken))
            {
                reports.Add(OperationOutput<ConfigRunReport>.OfItem((ConfigRunReport)item));
            }
        }
        catch (OperationException error)
        {
            reports.Add(OperationOutput<ConfigRunReport>.OfError(error));
        }

        return reports;
    }
}
