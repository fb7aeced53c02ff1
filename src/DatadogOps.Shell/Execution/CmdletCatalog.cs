using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using DatadogOps.Shell.Binding;

namespace DatadogOps.Shell.Execution;

/// <summary>The cmdlets of one module folder. Looks at one class when one cmdlet is wanted.</summary>
public sealed class CmdletCatalog
{
    private const string CommandNamespace = "DatadogOps.Commands.";
    private const string InitializerName = "DatadogOps.Hosting.ModuleInitializer";

    private readonly string _folder;
    private readonly Dictionary<string, CmdletDescription> _descriptions = new(StringComparer.OrdinalIgnoreCase);
    private Assembly? _assembly;
    private Manifest? _manifest;

    /// <summary>Names the folder; nothing is read yet.</summary>
    public CmdletCatalog(string folder) => _folder = Path.GetFullPath(folder);

    /// <summary>Folder of the module.</summary>
    public string Folder => _folder;

    /// <summary>The manifest.</summary>
    public Manifest Manifest => _manifest ??= Manifest.Read(_folder);

    /// <summary>Names of all cmdlets, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            string[] names = Manifest.Cmdlets;
            if (names.Length == 0)
            {
                names = [.. Scan().Keys];
            }

            names = [.. names];
            Array.Sort(names, StringComparer.OrdinalIgnoreCase);
            return names;
        }
    }

    /// <summary>Describes a cmdlet; its name may carry the module's: <c>DatadogOps\Get-PgConnection</c>.</summary>
    /// <exception cref="EngineException">The module has no such cmdlet.</exception>
    public CmdletDescription Get(string name)
    {
        int slash = name.IndexOf('\\', StringComparison.Ordinal);
        string plain = slash < 0 ? name : name[(slash + 1)..];
        if (slash >= 0 && !name.AsSpan(0, slash).Equals(Manifest.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw Unknown(name);
        }

        if (!_descriptions.TryGetValue(plain, out CmdletDescription? description))
        {
            string[] exported = Manifest.Cmdlets;
            int index = Array.FindIndex(exported, n => n.Equals(plain, StringComparison.OrdinalIgnoreCase));
            if (exported.Length > 0 && index < 0)
            {
                throw Unknown(name);
            }

            Type type = FindClass(index < 0 ? plain : exported[index]) ?? throw Unknown(name);
            description = new CmdletDescription(type, type.GetCustomAttribute<CmdletAttribute>()!);
            _descriptions[plain] = description;
        }

        return description;
    }

    private Type? FindClass(string name)
    {
        string expected = CommandNamespace + name.Replace("-", "", StringComparison.Ordinal) + "Command";
        Type? type = Load().GetType(expected, throwOnError: false);
        return type?.IsDefined(typeof(CmdletAttribute), false) == true ? type : Scan().GetValueOrDefault(name);
    }

    private Dictionary<string, Type> Scan()
    {
        var found = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
        foreach (Type type in Load().GetExportedTypes())
        {
            if (!type.IsAbstract && typeof(Cmdlet).IsAssignableFrom(type) && type.GetCustomAttribute<CmdletAttribute>() is { } attribute)
            {
                found[attribute.VerbName + "-" + attribute.NounName] = type;
            }
        }

        return found;
    }

    // The default load context, as in PowerShell: the module's own hook for its dependencies listens there.
    private Assembly Load()
    {
        if (_assembly is null)
        {
            string path = Path.Combine(_folder, Manifest.RootModule);
            if (!File.Exists(path))
            {
                throw new EngineException($"The module's '{Manifest.RootModule}' is not in '{_folder}'. Install ddops again.");
            }

            _assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
            Type? initializer = _assembly.GetType(InitializerName, throwOnError: false)
                ?? Array.Find(_assembly.GetExportedTypes(), t => typeof(IModuleAssemblyInitializer).IsAssignableFrom(t));
            if (initializer is not null && Activator.CreateInstance(initializer) is IModuleAssemblyInitializer module)
            {
                module.OnImport();
            }
        }

        return _assembly;
    }

    private static EngineException Unknown(string name) => new(
        $"'{name}' is not a DatadogOps cmdlet, and ddops runs DatadogOps cmdlets only. See 'ddops list', or use pwsh.");
}
