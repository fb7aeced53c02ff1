using System.Globalization;
using System.Runtime.InteropServices;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// Puts other bytes into a file at one stroke: writes beside it and renames. Mode and owner stay; of a symbolic link the file behind
/// it is replaced. What is written beside has a hidden name, which an include of <c>*</c> does not take in.
/// </summary>
internal static partial class FileReplacer
{
    /// <summary>Fails where the file could not be replaced, before anything is.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.WriteFailed"/>.</exception>
    public static void CheckWritable(string path)
    {
        string real = RealPath(path);
        try
        {
            if (File.Exists(real))
            {
                using var file = new FileStream(real, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }

            string probe = Beside(real, "probe");
            using (new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, error);
        }
    }

    /// <summary>Keeps a copy with the file's mode and owner, in a hidden file beside it.</summary>
    /// <returns>Path of the copy.</returns>
    public static async Task<string> BackUpAsync(string path, ReadOnlyMemory<byte> bytes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string real = RealPath(path);
        string stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        for (int i = 1; ; i++)
        {
            string backup = Beside(real, i == 1 ? $"{stamp}.bak" : string.Create(CultureInfo.InvariantCulture, $"{stamp}-{i}.bak"));
            if (!File.Exists(backup))
            {
                await WriteAsync(backup, real, bytes, path, cancellationToken).ConfigureAwait(false);
                return backup;
            }
        }
    }

    /// <summary>Puts bytes into the file's place; null removes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it must hold at this moment; null when it must not be there.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <param name="cancellationToken">Ends the work, before the file is replaced.</param>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.FileChanged"/> or <see cref="NginxErrorIds.WriteFailed"/>; the file is then as it was.</exception>
    public static async Task ReplaceAsync(string path, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte>? bytes, CancellationToken cancellationToken)
    {
        string real = RealPath(path);
        string temporary = Beside(real, Guid.NewGuid().ToString("N")[..8] + ".tmp");
        try
        {
            if (bytes is { } content)
            {
                await WriteAsync(temporary, real, content, path, cancellationToken).ConfigureAwait(false);
            }

            await CheckUnchangedAsync(path, expected, cancellationToken).ConfigureAwait(false);
            if (bytes is null)
            {
                File.Delete(real);
            }
            else
            {
                File.Move(temporary, real, overwrite: expected is not null);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, error);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Fails where the file is not as it was read.</summary>
    public static async Task CheckUnchangedAsync(string path, ReadOnlyMemory<byte>? expected, CancellationToken cancellationToken)
    {
        byte[]? now = File.Exists(path) ? await NginxFiles.ReadDiskAsync(path, cancellationToken).ConfigureAwait(false) : null;
        if (now is null != expected is null || (now is not null && !expected!.Value.Span.SequenceEqual(now)))
        {
            throw NginxErrors.Changed(path);
        }
    }

    private static string RealPath(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    private static string Beside(string path, string ending) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.datadogops.{ending}");

    private static async Task WriteAsync(string path, string like, ReadOnlyMemory<byte> bytes, string target, CancellationToken cancellationToken)
    {
        try
        {
            // Nobody else reads it before it has the other file's owner and mode. A new file is as the others of nginx are.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var file = new FileStream(path, options);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                if (OperatingSystem.IsLinux() && File.Exists(like))
                {
                    CopyOwner(like, path);
                }

                File.SetUnixFileMode(path, File.Exists(like)
                    ? File.GetUnixFileMode(like)
                    : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            throw Failed(target, error);
        }
        catch (OperationCanceledException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static void CopyOwner(string from, string to)
    {
        if (Statx(CurrentFolder, from, 0, OwnerMask, out StatxResult old) != 0 || Statx(CurrentFolder, to, 0, OwnerMask, out StatxResult made) != 0)
        {
            throw new IOException($"Its owner cannot be read (error {Marshal.GetLastPInvokeError()}).");
        }

        if ((old.UserId, old.GroupId) != (made.UserId, made.GroupId) && ChangeOwner(to, old.UserId, old.GroupId) != 0)
        {
            throw new UnauthorizedAccessException($"Only root can leave it to its owner, {old.UserId}:{old.GroupId}.");
        }
    }

    private static OperationException Failed(string path, Exception error) => new(
        NginxErrorIds.WriteFailed,
        error is UnauthorizedAccessException ? OperationErrorKind.PermissionDenied : OperationErrorKind.ReadWriteFailed,
        path,
        $"{path} cannot be written: {error.Message} It is as it was.",
        "Run as a user who may write the file and its folder, as a rule with sudo, and see that the disk is neither full nor read-only.",
        error);

    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint OwnerMask = 0x18; // STATX_UID | STATX_GID

    // struct statx of <linux/stat.h>, which is the same on all of Linux's platforms; the rest of its 256 bytes is not looked at.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxResult
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(24)]
        public uint GroupId;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatxResult result);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint userId, uint groupId);
}
