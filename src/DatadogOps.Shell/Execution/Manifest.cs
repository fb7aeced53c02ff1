using System.Collections;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Execution;

/// <summary>The module's manifest, as far as ddops needs it.</summary>
public sealed class Manifest
{
    private readonly Hashtable _values;

    private Manifest(string path, Hashtable values)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        _values = values;
    }

    /// <summary>Name of the module.</summary>
    public string Name { get; }

    /// <summary>ModuleVersion.</summary>
    public string Version => _values["ModuleVersion"] as string ?? "0.0.0";

    /// <summary>File name of the dll.</summary>
    public string RootModule => _values["RootModule"] as string ?? Name + ".dll";

    /// <summary>CmdletsToExport; empty when the manifest does not list them, which means all.</summary>
    public string[] Cmdlets => Texts("CmdletsToExport") is ["*"] ? [] : Texts("CmdletsToExport");

    /// <summary>FormatsToProcess.</summary>
    public string[] Formats => Texts("FormatsToProcess");

    /// <summary>Reads the manifest of a module folder: the one that is named like the module, or the only one.</summary>
    /// <exception cref="EngineException">There is none, or it cannot be read.</exception>
    public static Manifest Read(string folder)
    {
        string path = Path.Combine(folder, "DatadogOps.psd1");
        if (!File.Exists(path))
        {
            string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.psd1") : [];
            path = found.Length == 1 ? found[0] : throw new EngineException(
                $"The module is not in '{folder}': there is no DatadogOps.psd1. Keep the folder DatadogOps beside ddops, or name the module's folder in DDOPS_MODULE.");
        }

        try
        {
            return new Manifest(path, Parser.ParseLiteral(File.ReadAllText(path), static _ => null) as Hashtable ?? []);
        }
        catch (SyntaxException failure)
        {
            throw new EngineException($"The manifest '{path}' cannot be read. {failure.Message}");
        }
    }

    private string[] Texts(string key) => _values[key] switch
    {
        string one => [one],
        object?[] several => Array.ConvertAll(several, v => v?.ToString() ?? ""),
        _ => [],
    };
}
