using DatadogOps.Common;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Writes exported definitions to files: beside, then renamed, so that nobody ever reads half a one.</summary>
public static class DefinitionFile
{
    /// <summary>Writes a text as UTF-8; a file that is there is replaced.</summary>
    /// <exception cref="OperationException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await AtomicFile.WriteAsync(path, text, isPrivate: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OperationException(
                MonitorErrorIds.DefinitionNotWritten,
                OperationErrorKind.ReadWriteFailed,
                path,
                $"{path} cannot be written: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
                "Check that the folder exists and may be written to.",
                error);
        }
    }
}
