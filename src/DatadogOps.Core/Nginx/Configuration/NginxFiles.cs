using DatadogOps.Common;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>
/// The files of a configuration, with changes that are not written yet. Null stands for a deleted file.
/// </summary>
internal sealed class NginxFiles
{
    private readonly Dictionary<string, NginxDocument> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _originals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _changed = new(StringComparer.Ordinal);

    /// <summary>New content of the changed files, by path.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> Changed => _changed;

    /// <summary>Content of a file when it was first read; null if it did not exist.</summary>
    public ReadOnlyMemory<byte>? Original(string path) => _originals.TryGetValue(path, out ReadOnlyMemory<byte> bytes) ? new ReadOnlyMemory<byte>?(bytes) : null;

    /// <summary>Changes a file, in memory only.</summary>
    public void Change(string path, ReadOnlyMemory<byte>? bytes)
    {
        _read.Remove(path);
        bool isOriginal = Original(path) is { } original ? bytes is { } now && original.Span.SequenceEqual(now.Span) : bytes is null;
        if (isOriginal)
        {
            _changed.Remove(path);
        }
        else
        {
            _changed[path] = bytes;
        }
    }

    /// <summary>Applies edits, in memory only.</summary>
    public void Apply(IEnumerable<NginxEdit> edits)
    {
        foreach (IGrouping<NginxDocument, NginxEdit> file in edits.GroupBy(edit => edit.Document))
        {
            Change(file.Key.Path, NginxEdit.Apply(file.Key.Bytes, file));
        }
    }

    /// <summary>Whether a file exists, taking changes into account.</summary>
    public bool Exists(string path) => _changed.TryGetValue(path, out ReadOnlyMemory<byte>? bytes) ? bytes is not null : File.Exists(path);

    /// <summary>Reads and parses a file, once.</summary>
    /// <exception cref="OperationException">It cannot be read or has invalid syntax.</exception>
    public async Task<NginxDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(path, out NginxDocument? document))
        {
            document = NginxDocument.Parse(await BytesAsync(path, cancellationToken).ConfigureAwait(false), path);
            _read[path] = document;
        }

        return document;
    }

    /// <summary>Files that match a pattern, including new and without deleted ones.</summary>
    public List<string> Find(string pattern)
    {
        List<string> found = NginxGlob.Find(pattern, _changed.Where(file => file.Value is not null).Select(file => file.Key));
        found.RemoveAll(path => _changed.TryGetValue(path, out ReadOnlyMemory<byte>? bytes) && bytes is null);
        return found;
    }

    /// <summary>Reads a file from disk.</summary>
    /// <exception cref="OperationException">It does not exist, cannot be read, or is too large.</exception>
    public static async Task<byte[]> ReadDiskAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using (file.ConfigureAwait(false))
            {
                if (file.Length > NginxDocument.MaxBytes)
                {
                    throw NginxErrors.TooLarge(path, $"it has {file.Length >> 20} MiB; the limit is {NginxDocument.MaxBytes >> 20}");
                }

                var bytes = new byte[file.Length];
                int count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return count == bytes.Length ? bytes : throw NginxErrors.Changed(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NginxErrors.Unreadable(path, error);
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> BytesAsync(string path, CancellationToken cancellationToken)
    {
        if (_changed.TryGetValue(path, out ReadOnlyMemory<byte>? changed))
        {
            return changed ?? throw NginxErrors.Unreadable(path, new FileNotFoundException(null, path));
        }

        if (!_originals.TryGetValue(path, out ReadOnlyMemory<byte> bytes))
        {
            bytes = await ReadDiskAsync(path, cancellationToken).ConfigureAwait(false);
            _originals[path] = bytes;
        }

        return bytes;
    }
}
