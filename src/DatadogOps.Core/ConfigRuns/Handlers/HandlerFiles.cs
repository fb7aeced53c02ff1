using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Makes and writes the files that tie a tool to Datadog.</summary>
public static class HandlerFiles
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The names of the tools that there are files for.</summary>
    public static IReadOnlyList<string> Tools => [.. HandlerTool.All.Select(tool => tool.Name)];

    /// <summary>Makes the files of a tool, without writing them.</summary>
    /// <exception cref="OperationException">A path holds what the files cannot say.</exception>
    public static IReadOnlyList<ConfigRunHandlerFile> Make(string tool, HandlerOptions options) => [.. HandlerTemplate.Render(HandlerTool.Find(tool), options)];

    /// <summary>Writes a file: beside, then renamed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="OperationException">It is there, or cannot be written.</exception>
    public static ConfigRunHandlerFile Write(ConfigRunHandlerFile file, bool overwrite)
    {
        if (!overwrite && Path.Exists(file.Path))
        {
            throw new OperationException(
                ConfigRunHandlerErrorIds.HandlerFileExists,
                OperationErrorKind.InvalidInput,
                file.Path,
                $"{file.Path} is there already; it was left as it is.",
                "See what is in it, and give -Force to replace it.");
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
                $"{file.Path} cannot be written: {error.Message}",
                "Give a folder with -Path that this user may write, or run it as the user that owns it.",
                error);
        }
    }
}
