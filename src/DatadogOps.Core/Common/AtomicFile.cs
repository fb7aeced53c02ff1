using System.Text;

namespace DatadogOps.Common;

/// <summary>Files that are there whole or not at all: written beside, brought to the disk, and then put in the place of the old one.</summary>
public static class AtomicFile
{
    /// <summary>Writes a text as UTF-8. A file that is there is replaced as a whole, or stays as it was.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="text">Its content.</param>
    /// <param name="isPrivate">For its owner alone (0600). Otherwise as the user's umask says.</param>
    /// <param name="cancellationToken">Leaves the file as it was.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static Task WriteAsync(string path, string text, bool isPrivate, CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(text), isPrivate, cancellationToken);

    /// <inheritdoc cref="WriteAsync(string, string, bool, CancellationToken)"/>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellationToken)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (isPrivate && !OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            await using (var file = new FileStream(beside, options))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
