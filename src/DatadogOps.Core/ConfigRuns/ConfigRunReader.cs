using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns;

/// <summary>Reads the reports of a file, whichever tool wrote them. A file returns its reports, or one error after those that precede it.</summary>
public static class ConfigRunReader
{
    /// <summary>Reads one source: <see cref="ConfigRunReport"/>, or <see cref="ConfigRunResource"/> if requested.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">How.</param>
    /// <param name="reports">Receives what is found.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task ReadAsync(ReportSource source, ConfigRunReadOptions options, ChannelWriter<OperationOutput<object>> reports, CancellationToken cancellationToken)
    {
        try
        {
            foreach (object item in Read(source, options, cancellationToken))
            {
                await reports.WriteAsync(OperationOutput<object>.OfItem(item), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationException error)
        {
            await reports.WriteAsync(OperationOutput<object>.OfError(error), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads one source.</summary>
    /// <exception cref="OperationException">It cannot be read; for invalid content, the message names line and column.</exception>
    public static IEnumerable<object> Read(ReportSource source, ConfigRunReadOptions options, CancellationToken cancellationToken)
    {
        using IEnumerator<object> items = ReadDocuments(source, options, cancellationToken).GetEnumerator();
        while (true)
        {
            try
            {
                if (!items.MoveNext())
                {
                    break;
                }
            }
            catch (DocumentException error)
            {
                // A parser may quote the text that it cannot read.
                throw ConfigRunErrors.Of(source, error, options.Redactor.Redact(error.Message));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw ConfigRunErrors.Of(source, error);
            }

            yield return items.Current;
        }
    }

    private static IEnumerable<object> ReadDocuments(ReportSource source, ConfigRunReadOptions options, CancellationToken stop)
    {
        var context = new ReadContext(source.Path, options.Resources, new ReportRedactor(options.Redactor));
        using Stream stream = SourceText.Open(source, out byte[] head);
        switch (SourceText.KindOf(head))
        {
            case SourceKind.Empty:
                throw new DocumentException(ConfigRunErrorIds.ReportEmpty, "The file is empty.", 1, 1);
            case SourceKind.Json:
                foreach (object item in new JsonReports(options.Format, context, stop).Read(stream))
                {
                    yield return item;
                }

                break;
            default:
                foreach (object item in YamlReports.Read(stream, head, options.Format, context, stop))
                {
                    yield return item;
                }

                break;
        }
    }
}
