using System.Management.Automation;

namespace DatadogOps.Commands.Common;

/// <summary>Runs when the module is imported, in each runspace. Prints nothing and loads nothing.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => DependencyLoader.Install();
}
