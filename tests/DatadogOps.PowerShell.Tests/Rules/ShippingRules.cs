using System.Reflection;
using DatadogOps.Help.Metadata;
using DatadogOps.Help.Pages;

namespace DatadogOps.Tests.Rules;

/// <summary>Rules about what ships with the dll: manifest, views, pages, tests, files.</summary>
public static class ShippingRules
{
    // What may be in the package. A new dependency is added here by decision, not by accident.
    private static readonly string[] s_package =
    [
        "DatadogOps.psd1", "DatadogOps.PowerShell.dll", "DatadogOps.TypeNames.dll", "DatadogOps.Format.ps1xml", "DatadogOps.Types.ps1xml", "LICENSE",
        "en-US/DatadogOps.PowerShell.dll-Help.xml", "en-US/about_DatadogOps.help.txt",
        "deps/DatadogOps.Core.dll", "deps/Npgsql.dll", "deps/DiffPlex.dll", "deps/Polly.Core.dll", "deps/YamlDotNet.dll",
        "deps/AWSSDK.Core.dll", "deps/AWSSDK.SecurityToken.dll", "deps/AWSSDK.SSO.dll", "deps/AWSSDK.SSOOIDC.dll",
        "deps/Spectre.Console.dll", "deps/Spectre.Console.Ansi.dll",
        "deps/Microsoft.Extensions.DependencyInjection.Abstractions.dll", "deps/Microsoft.Extensions.Logging.Abstractions.dll",
    ];

    public static IEnumerable<Finding> Exports(ModuleUnderTest module)
    {
        string[] declared = [.. module.Cmdlets.Select(cmdlet => cmdlet.Name)];
        foreach (string missing in declared.Except(module.Exports))
        {
            yield return new Finding("exports", missing, "CmdletsToExport does not name it.");
        }

        foreach (string unknown in module.Exports.Except(declared))
        {
            yield return new Finding("exports", unknown, "CmdletsToExport names it, and the dll has no such cmdlet.");
        }

        if (!module.Exports.SequenceEqual(module.Exports.Distinct().Order(StringComparer.Ordinal)))
        {
            yield return new Finding("exports", "CmdletsToExport", "it is not sorted, or names one twice.");
        }
    }

    public static IEnumerable<Finding> ViewPerOutput(ModuleUnderTest module) =>
        from type in module.Cmdlets.SelectMany(cmdlet => cmdlet.Outputs).Where(IsOurs).Select(type => type.FullName!).Distinct()
        where !module.Views.Any(view => view.TypeNames.Contains(type))
        select new Finding("view", type, "the format file has no view of it.");

    public static IEnumerable<Finding> ViewProperties(ModuleUnderTest module)
    {
        foreach ((FormatView view, string name) in module.Views.SelectMany(view => view.TypeNames.Select(name => (view, name))))
        {
            if (module.FindType(name) is not { } type)
            {
                yield return new Finding("view-property", view.Name, $"there is no type {name}.");
                continue;
            }

            foreach (string property in view.Properties.Where(property => !HasProperty(type, property)))
            {
                yield return new Finding("view-property", view.Name, $"{name} has no property {property}.");
            }
        }
    }

    public static IEnumerable<Finding> PagePerCmdlet(ModuleUnderTest module) =>
        from problem in module.PageProblems
        select new Finding("page", Path.GetFileNameWithoutExtension(problem.File), $"line {problem.Line}: {problem.Message}");

    public static IEnumerable<Finding> UniqueErrorIds(ModuleUnderTest module) =>
        from id in module.ErrorIds.GroupBy(id => id.Value, StringComparer.OrdinalIgnoreCase)
        where id.Count() > 1
        select new Finding("error-id", id.Key, $"it is there more than once: {string.Join(", ", id.Select(i => i.Owner + "." + i.Name))}.");

    public static IEnumerable<Finding> DocumentedErrorIds(ModuleUnderTest module)
    {
        HashSet<string> documented = [.. module.Pages.SelectMany(page => page.Errors).Select(error => error.Id)];
        HashSet<string> known = [.. module.ErrorIds.Select(id => id.Value)];
        foreach (ErrorIdConstant id in module.ErrorIds.Where(id => !documented.Contains(id.Value)))
        {
            yield return new Finding("error-page", id.Value, "no page has it in its table of errors.");
        }

        foreach ((CmdletPage page, ErrorText error) in module.Pages.SelectMany(page => page.Errors.Select(error => (page, error))).Where(pair => !known.Contains(pair.error.Id)))
        {
            yield return new Finding("error-page", error.Id, $"the page of {page.Title} tells of it, and no constant has it.");
        }
    }

    public static IEnumerable<Finding> PackageFiles(ModuleUnderTest module) =>
        from file in module.PackageFiles
        where !s_package.Contains(file)
        select new Finding("package", file, "it is not on the list of what the package holds.");

    public static IEnumerable<Finding> PackageComplete(ModuleUnderTest module) =>
        from file in s_package
        where !file.StartsWith("deps/", StringComparison.Ordinal) || file is "deps/DatadogOps.Core.dll"
        where !module.PackageFiles.Contains(file)
        select new Finding("package", file, "the package lacks it.");

    public static IEnumerable<Finding> TestFile(ModuleUnderTest module) =>
        from cmdlet in module.Cmdlets
        let plain = cmdlet.Verb + cmdlet.Noun
        where !module.TestFiles.Any(file => file == cmdlet.Name + ".Tests.ps1" || file == plain + "Tests.cs" || file == plain + "CommandTests.cs")
        select new Finding("test-file", cmdlet.Name, $"there is no {cmdlet.Name}.Tests.ps1 and no {plain}Tests.cs.");

    private static bool IsOurs(Type type) => !type.IsArray && type.Namespace?.StartsWith("DatadogOps", StringComparison.Ordinal) == true;

    private static bool HasProperty(Type type, string name)
    {
        for (Type? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
