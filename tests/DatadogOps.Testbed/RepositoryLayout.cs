namespace DatadogOps.Testbed;

/// <summary>Where the repository and its build output are, seen from any program that was built in it.</summary>
public static class RepositoryLayout
{
    private static readonly Lazy<string> Found = new(FindRoot);

    /// <summary>The folder that holds the module's manifest.</summary>
    public static string Root => Found.Value;

    /// <summary>Where the build leaves the module and the intake.</summary>
    public static string Output => Path.Combine(Root, "out");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DatadogOps.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new TestbedException($"No DatadogOps.slnx above {AppContext.BaseDirectory}: run this from a build inside the repository.");
    }
}
