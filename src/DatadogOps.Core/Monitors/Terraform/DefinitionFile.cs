using System.Text;

namespace DatadogOps.Monitors;

/// <summary>Writes exported definitions to files: beside, then renamed, so that nobody ever reads half a one.</summary>
public static class DefinitionFile
{
    /// <summary>Writes a text as UTF-8; a file that is there is replaced.</summary>
    /// <exception cref="OperationException">It cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllTextAsync(beside, text, new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
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
        finally
        {
            TryDelete(beside);
        }
    }

    // Gone already where all went well; a failure to remove it is no second failure to tell.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Told above.
        }
    }
}
