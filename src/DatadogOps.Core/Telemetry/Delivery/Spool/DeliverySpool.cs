using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>
/// Keeps payloads that could not be delivered, in a folder for each site, until they can be. Safe between processes: files appear
/// whole or not at all (written beside, flushed to the disk, renamed), and one process at a time delivers those of a site.
/// Holds no key.
/// </summary>
public sealed class DeliverySpool
{
    internal const string Waiting = ".spool";
    internal const string Expired = ".expired";
    internal const string Rejected = ".rejected";

    private const string Unfinished = ".tmp";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = (UnixFileMode)63; // rwxrwx of group and others

    // What a process leaves that dies while it writes.
    private static readonly TimeSpan UnfinishedAge = TimeSpan.FromHours(1);

    private static int s_counter;

    private readonly SpoolOptions _options;

    /// <summary>Makes a spool; nothing is created before the first payload.</summary>
    /// <param name="options">Where, and how large.</param>
    public DeliverySpool(SpoolOptions options) => _options = options;

    /// <summary>The folder.</summary>
    public string Path => _options.Path;

    internal TimeProvider Time => _options.Time;

    /// <summary>All that is there, the oldest first.</summary>
    /// <exception cref="OperationException">The folder cannot be read.</exception>
    public IEnumerable<DatadogSpoolEntry> List()
    {
        foreach (FileInfo file in Files(_options.Path, SearchOption.AllDirectories).Where(file => StateOf(file.Name) is not null).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (Length(file) is { } length)
            {
                yield return SpoolFile.Describe(file.FullName, StateOf(file.Name)!, length, CreatedOf(file));
            }
        }
    }

    /// <summary>Removes a file; false when it was gone.</summary>
    /// <exception cref="OperationException">It is not in the spool, or cannot be removed.</exception>
    public bool Remove(DatadogSpoolEntry entry)
    {
        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(_options.Path)) + System.IO.Path.DirectorySeparatorChar;
        string path = System.IO.Path.GetFullPath(entry.Path);
        if (!path.StartsWith(root, StringComparison.Ordinal) || StateOf(path) is null)
        {
            throw Unusable(path, "it is no file of this spool", null);
        }

        return Try(path, () =>
        {
            bool was = File.Exists(path);
            File.Delete(path);
            return was;
        });
    }

    /// <summary>Keeps a payload. When this returns it is on the disk.</summary>
    /// <returns>Items of older payloads that had to go to make room.</returns>
    /// <exception cref="OperationException">It cannot be written, or is larger than the spool.</exception>
    internal long Write(DatadogSite site, DatadogPayload payload)
    {
        byte[] bytes = SpoolFile.Write(site.ToString(), payload);
        string folder = FolderOf(site);
        if (bytes.Length > _options.MaxBytes)
        {
            throw Unusable(_options.Path, "the payload alone is larger than it may be", null);
        }

        return Try(folder, () =>
        {
            CreateFolder(_options.Path);
            CreateFolder(folder);
            CheckFolder(folder);
            long dropped = MakeRoom(bytes.Length);
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"{_options.Time.GetUtcNow().ToUnixTimeMilliseconds():D14}-{Environment.ProcessId:D8}-{Interlocked.Increment(ref s_counter):D8}-{payload.Items}");
            string unfinished = System.IO.Path.Combine(folder, name + Unfinished);
            try
            {
                using (FileStream file = Open(unfinished, FileMode.CreateNew))
                {
                    file.Write(bytes);
                    file.Flush(flushToDisk: true);
                }

                File.Move(unfinished, System.IO.Path.Combine(folder, name + Waiting));
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }

            return dropped;
        });
    }

    /// <summary>Takes the right to deliver what waits for a site; null while another process has it.</summary>
    /// <exception cref="OperationException">The folder cannot be used.</exception>
    internal IDisposable? TryLock(DatadogSite site)
    {
        string folder = FolderOf(site);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        return Try(folder, () =>
        {
            CheckFolder(folder);
            try
            {
                // The system gives the lock back when the process ends, however it ends.
                return Open(System.IO.Path.Combine(folder, ".lock"), FileMode.OpenOrCreate);
            }
            catch (IOException)
            {
                return null;
            }
        });
    }

    /// <summary>Paths of what waits for a site, the oldest first.</summary>
    internal string[] WaitingFor(DatadogSite site)
    {
        string folder = FolderOf(site);
        return Try(folder, () =>
        {
            DateTime old = _options.Time.GetUtcNow().UtcDateTime - UnfinishedAge;
            foreach (FileInfo file in Files(folder, SearchOption.TopDirectoryOnly).Where(file => file.Name.EndsWith(Unfinished, StringComparison.Ordinal) && file.LastWriteTimeUtc < old))
            {
                file.Delete();
            }

            return Files(folder, SearchOption.TopDirectoryOnly)
                .Where(file => file.Name.EndsWith(Waiting, StringComparison.Ordinal))
                .Select(file => file.FullName)
                .Order(StringComparer.Ordinal)
                .ToArray();
        });
    }

    /// <summary>Whether anything waits for a site.</summary>
    internal bool HasWaiting(DatadogSite site)
    {
        try
        {
            string folder = FolderOf(site);
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Waiting).Any();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads a file; null when it is gone.</summary>
    /// <exception cref="InvalidDataException">It is torn, none of ours, or for another site.</exception>
    internal static DatadogPayload? Read(string path, DatadogSite site)
    {
        try
        {
            if (new FileInfo(path).Length > SpoolFile.MaxLength)
            {
                throw new InvalidDataException("it is larger than any payload");
            }

            (string its, DatadogPayload payload) = SpoolFile.Read(File.ReadAllBytes(path));
            return its == site.ToString() ? payload : throw new InvalidDataException($"it was made for {its}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Takes a file out of the way of deliveries, and keeps it for people to look at.</summary>
    internal static void SetAside(string path, string ending)
    {
        try
        {
            File.Move(path, path + ending, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another process dropped it to make room.
        }
    }

    private static string? StateOf(string name) =>
        name.EndsWith(Waiting, StringComparison.Ordinal) ? SpoolState.Waiting
        : name.EndsWith(Expired, StringComparison.Ordinal) ? SpoolState.Expired
        : name.EndsWith(Rejected, StringComparison.Ordinal) ? SpoolState.Rejected
        : null;

    private static IEnumerable<FileInfo> Files(string folder, SearchOption depth) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions
            {
                RecurseSubdirectories = depth == SearchOption.AllDirectories,
                MaxRecursionDepth = 1,
                AttributesToSkip = FileAttributes.ReparsePoint,
            })
            : [];

    private static DateTimeOffset CreatedOf(FileInfo file) =>
        file.Name.Length > 14 && long.TryParse(file.Name.AsSpan(0, 14), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : file.LastWriteTimeUtc;

    private static long? Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // A file's name tells its items, so that what is dropped can be counted without reading it.
    private static long ItemsOf(string name)
    {
        string[] parts = System.IO.Path.GetFileNameWithoutExtension(name).Split('-');
        return parts.Length == 4 && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long items) ? items : 0;
    }

    // For this user alone, and for this process alone while it is open.
    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // below the user's own folder, which others cannot read
        }
        else
        {
            Directory.CreateDirectory(folder, FolderMode); // leaves one that is there as it is
        }
    }

    // A folder that others may write to could be made to send what they want.
    private static void CheckFolder(string folder)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0)
        {
            throw new UnauthorizedAccessException("Others have access to it; it must be for its user alone (chmod 700).");
        }
    }

    private static T Try<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, error.Message.TrimEnd('.'), error);
        }
    }

    private static OperationException Unusable(string path, string reason, Exception? inner) => new(
        TelemetryErrorIds.SpoolUnusable,
        OperationErrorKind.ReadWriteFailed,
        path,
        $"The spool at {path} cannot be used: {reason}.",
        "Name another folder (-SpoolPath, DATADOGOPS_SPOOL), or do without (-NoSpool).",
        inner);

    private string FolderOf(DatadogSite site)
    {
        if (site.Name is not null)
        {
            return System.IO.Path.Combine(_options.Path, site.Name);
        }

        string text = site.ToString();
        string readable = new([.. $"{site.ApiUri.Scheme}-{site.ApiUri.Authority}".Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')]);
        return System.IO.Path.Combine(_options.Path, $"{readable}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4))}");
    }

    // What was set aside goes first, then the oldest of what waits, whatever its site.
    private long MakeRoom(long wanted)
    {
        FileInfo[] files = [.. Files(_options.Path, SearchOption.AllDirectories).Where(file => StateOf(file.Name) is not null)];
        long total = files.Sum(file => Length(file) ?? 0) + wanted;
        long dropped = 0;
        foreach (FileInfo file in files.OrderBy(file => StateOf(file.Name) == SpoolState.Waiting).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            if (total <= _options.MaxBytes)
            {
                break;
            }

            if (Length(file) is { } length)
            {
                dropped += StateOf(file.Name) == SpoolState.Waiting ? ItemsOf(file.Name) : 0;
                total -= length;
                file.Delete();
            }
        }

        return dropped;
    }
}
