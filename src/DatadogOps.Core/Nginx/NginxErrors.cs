using DatadogOps.Common;

namespace DatadogOps.Nginx;

/// <summary>Failures that more than one part of the area tells.</summary>
internal static class NginxErrors
{
    public static OperationException Unreadable(string path, Exception error, string? place = null)
    {
        string where = place is null ? "" : $"{place}: ";
        return error switch
        {
            FileNotFoundException or DirectoryNotFoundException => new OperationException(
                NginxErrorIds.FileNotFound, OperationErrorKind.NotFound, path, $"{where}{path} does not exist.", "Check the path, and for an included file the line that includes it.", error),
            UnauthorizedAccessException when Directory.Exists(path) => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.InvalidInput, path, $"{where}{path} is a folder, not a file.", "Name a file, or a pattern of files such as conf.d/*.conf.", error),
            UnauthorizedAccessException => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.PermissionDenied, path, $"{where}{path} may not be read.", "Run as a user who may read it, as a rule with sudo.", error),
            _ => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.ReadWriteFailed, path, $"{where}{path} cannot be read: {error.Message}", "Look at the file, and at the disk it is on.", error),
        };
    }

    public static OperationException TooLarge(string path, string why) => new(
        NginxErrorIds.TooLarge, OperationErrorKind.InvalidInput, path, $"{path} is no nginx configuration: {why}.", "Check the path.");

    public static OperationException Changed(string path) => new(
        NginxErrorIds.FileChanged,
        OperationErrorKind.ReadWriteFailed,
        path,
        $"{path} changed while it was worked on. Nothing was written.",
        "See who else edits it, a person or a configuration run, and run the command again.");
}
