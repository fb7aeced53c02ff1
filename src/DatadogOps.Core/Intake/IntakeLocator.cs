using DatadogOps.Common;

namespace DatadogOps.Intake;

/// <summary>Finds the intake's program.</summary>
internal static class IntakeLocator
{
    /// <summary>Variable that names the program, or the folder that it is in.</summary>
    private const string Variable = "DATADOGOPS_INTAKE";

    private static string ProgramName => OperatingSystem.IsWindows() ? "intake.exe" : "intake";

    /// <summary>
    /// The program: the given path, else the variable's, else the folder <c>intake</c> of the module (installed), or beside the
    /// module or its parent (in a build's output).
    /// </summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static string Find(string? given, string moduleFolder)
    {
        string? path = given ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(path))
        {
            return Program(path) ?? throw new OperationException(
                IntakeErrorIds.NotInstalled,
                OperationErrorKind.NotFound,
                path,
                $"There is no intake at {path}, which {(given is null ? $"the variable {Variable}" : "-IntakePath")} names.",
                "Give the path of the program intake or intake.dll, or of the folder that holds it.");
        }

        string[] folders = [Path.Combine(moduleFolder, "intake"), Path.Combine(moduleFolder, "..", "intake"), Path.Combine(moduleFolder, "..", "..", "intake")];
        return folders.Select(Program).FirstOrDefault(found => found is not null) ?? throw new OperationException(
            IntakeErrorIds.NotInstalled,
            OperationErrorKind.NotFound,
            moduleFolder,
            $"The intake is not installed with the module in {moduleFolder}.",
            $"Install the module with ./build.sh install or from its package, or give -IntakePath or the variable {Variable}.");
    }

    private static string? Program(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return full;
        }

        // The package for all platforms holds no program for one of them; dotnet runs its dll.
        return new[] { ProgramName, "intake.dll" }.Select(name => Path.Combine(full, name)).FirstOrDefault(File.Exists);
    }
}
