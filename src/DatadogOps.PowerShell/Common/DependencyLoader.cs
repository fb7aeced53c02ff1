using System.Reflection;
using System.Runtime.Loader;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Keeps what the core library needs away from other modules: <c>DatadogOps.Core</c> is the one name that the default
/// load context is helped with, and it comes from a private context over <c>deps/</c>, where everything it needs is
/// loaded too. Another module's Npgsql and ours never meet. Nothing is loaded until a cmdlet first touches the core.
/// </summary>
internal static class DependencyLoader
{
    private const string EntryAssembly = "DatadogOps.Core";

    private static int _installed;

    /// <summary>Installs the hook; further calls, one by each runspace that imports the module, change nothing.</summary>
    public static void Install()
    {
        // Never removed: assemblies that the hook has given out live as long as the process, so must their resolver.
        if (Interlocked.Exchange(ref _installed, 1) == 0)
        {
            var context = new PrivateLoadContext(Path.Combine(Path.GetDirectoryName(typeof(DependencyLoader).Assembly.Location)!, "deps"));
            AssemblyLoadContext.Default.Resolving += (_, name) =>
                name.Name == EntryAssembly ? context.LoadFromAssemblyName(name) : null;
        }
    }

    private sealed class PrivateLoadContext(string directory) : AssemblyLoadContext("DatadogOps")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(directory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
