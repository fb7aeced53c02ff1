using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Creates and writes the files that integrate a tool with Datadog.</summary>
public static class HandlerFiles
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Names of the supported tools.</summary>
    public static IReadOnlyList<string> Tools => [.. HandlerTool.All.Select(tool => tool.Name)];

    /// <summary>Creates the files of a tool, without writing them.</summary>
    /// <exception cref="OperationException">A path contains characters that the files cannot express.</exception>
    public static IReadOnlyList<ConfigRunHandlerFile> Make(string tool, HandlerOptions options) => [.. HandlerTemplate.Render(HandlerTool.Find(tool), options)];

    /// <summary>Writes a file under another name, then renames it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="overwrite">Whether to replace an existing file.</param>
    /// <exception cref="OperationException">It exists, or cannot be written.</exception>
    public static ConfigRunHandlerFile Write(ConfigRunHandlerFile file, bool overwrite)
    {
        if (!overwrite && Path.Exists(file.Path))
        {
            throw new OperationException(
                ConfigRunHandlerErrorIds.HandlerFileExists,
                OperationErrorKind.InvalidInput,
                file.Path,
                $"{file.Path} exists already and was not changed.",
                "Check its content, and use -Force to replace it.");
        }

        string beside = $"{file.Path}.{Guid.NewGuid():N}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file.Path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = file.IsExecutable ? Executable : Readable;
            }

            using (var writer = new StreamWriter(beside, options))
            {
                writer.Write(file.Text);
            }

            File.Move(beside, file.Path, overwrite);
            return file with { IsWritten = true };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new OperationException(
                ConfigRunHandlerErrorIds.HandlerNotWritten,
                error is UnauthorizedAccessException ? OperationErrorKind.PermissionDenied : OperationErrorKind.ReadWriteFailed,
                file.Path,
                $"Cannot write {file.Path}: {error.Message}",
                "Specify a folder that this user may write with -Path, or run it as the user that owns it.",
                error);
        }
    }
}
