using DatadogOps.Common;

namespace DatadogOps.Nginx;

/// <summary>Errors that several parts of the area raise.</summary>
internal static class NginxErrors
{
    public static OperationException Unreadable(string path, Exception error, string? place = null)
    {
        string where = place is null ? "" : $"{place}: ";
        return error switch
        {
            FileNotFoundException or DirectoryNotFoundException => new OperationException(
                NginxErrorIds.FileNotFound, OperationErrorKind.NotFound, path, $"{where}{path} does not exist.", "Check the path, or the include directive that names it.", error),
            UnauthorizedAccessException when Directory.Exists(path) => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.InvalidInput, path, $"{where}{path} is a folder, not a file.", "Specify a file or a pattern such as conf.d/*.conf.", error),
            UnauthorizedAccessException => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.PermissionDenied, path, $"{where}Access to {path} is denied.", "Run as a user who may read the file, usually with sudo.", error),
            _ => new OperationException(
                NginxErrorIds.FileUnreadable, OperationErrorKind.ReadWriteFailed, path, $"{where}{path} cannot be read: {error.Message}", "Check the file and its disk.", error),
        };
    }

    public static OperationException TooLarge(string path, string why) => new(
        NginxErrorIds.TooLarge, OperationErrorKind.InvalidInput, path, $"{path} is not an nginx configuration: {why}.", "Check the path.");

    public static OperationException Changed(string path) => new(
        NginxErrorIds.FileChanged,
        OperationErrorKind.ReadWriteFailed,
        path,
        $"{path} was changed by someone else during the operation. Nothing was written.",
        "Make sure that nobody else edits the file, then run the command again.");
}
