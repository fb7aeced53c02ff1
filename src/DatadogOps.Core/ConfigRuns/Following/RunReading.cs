namespace DatadogOps.ConfigRuns.Following;

/// <summary>Reads a source whole before any of it counts.</summary>
public static class RunReading
{
    /// <summary>The reports of a source, and the error that ended the reading, if one did.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">How; runs are read, whatever it says of resources.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IReadOnlyList<Report<ConfigRunReport>> Read(ReportSource source, ConfigRunReadOptions options, CancellationToken cancellationToken)
    {
        var reports = new List<Report<ConfigRunReport>>();
        try
        {
            foreach (object item in ConfigRunReader.Read(source, options with { Resources = false }, cancellationToken))
            {
                reports.Add(Report<ConfigRunReport>.OfItem((ConfigRunReport)item));
            }
        }
        catch (OperationException error)
        {
            reports.Add(Report<ConfigRunReport>.OfError(error));
        }

        return reports;
    }
}
