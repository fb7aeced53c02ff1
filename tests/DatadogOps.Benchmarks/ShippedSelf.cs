namespace DatadogOps.Benchmarks;

/// <summary>
/// This program beside the assemblies that are shipped, which are compiled ahead; in a folder of its own, gone afterwards.
/// </summary>
internal sealed class ShippedSelf : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datadogops-bench-");

    public ShippedSelf()
    {
        string self = typeof(ShippedSelf).Assembly.Location;
        Program = Copy(self);
        File.Copy(Path.ChangeExtension(self, ".runtimeconfig.json"), Path.ChangeExtension(Program, ".runtimeconfig.json"));
        foreach (string assembly in Directory.EnumerateFiles(Path.Combine(Programs.Module, "deps"), "*.dll"))
        {
            Copy(assembly);
        }
    }

    /// <summary>The assembly to start.</summary>
    public string Program { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Copy(string file)
    {
        string copy = Path.Combine(_folder.FullName, Path.GetFileName(file));
        File.Copy(file, copy);
        return copy;
    }
}
