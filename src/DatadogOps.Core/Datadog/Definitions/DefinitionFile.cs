using DatadogOps.Common;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Writes exported definitions to files: to a temporary file that is then renamed, so that no reader sees a partial file.</summary>
public static class DefinitionFile
{
    /// <summary>Writes a text as UTF-8, and replaces an existing file.</summary>
    /// <exception cref="OperationException">The file cannot be written.</exception>
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
                "Check that the folder exists and is writable.",
                error);
        }
    }
}
