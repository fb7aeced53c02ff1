using System.Reflection;

namespace DatadogOps.Help.Metadata;

/// <summary>
/// What a module's dll declares, read without executing any of it: neither the dll nor what it references is loaded into
/// this process. Valid until disposed.
/// </summary>
public sealed class ModuleMetadata : IDisposable
{
    private const string Automation = "System.Management.Automation.";
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly MetadataLoadContext _context;

    private ModuleMetadata(MetadataLoadContext context, Assembly module)
    {
        _context = context;
        Module = module;
        Cmdlets = [.. module.GetTypes().Select(ReadCmdlet).OfType<CmdletModel>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    /// <summary>The module's assembly.</summary>
    public Assembly Module { get; }

    /// <summary>Its cmdlets, sorted by name.</summary>
    public IReadOnlyList<CmdletModel> Cmdlets { get; }

    /// <summary>Opens a module's dll; what it references is looked for beside it, in <c>deps/</c>, beside this tool and in .NET.</summary>
    /// <param name="path">Path of the dll.</param>
    /// <param name="automation">Folder of System.Management.Automation where it is not beside this tool.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ModuleMetadata Open(string path, string? automation = null)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no module at {path}. Build src/DatadogOps.PowerShell first.", path);
        }

        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] places = [directory, Path.Combine(directory, "deps"), AppContext.BaseDirectory, .. automation is null ? Array.Empty<string>() : [automation], Path.GetDirectoryName(typeof(object).Assembly.Location)!];

        // The first place that has a name wins: a module's own dependencies go before the tool's.
        IEnumerable<string> assemblies = places
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.dll"))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies), typeof(object).Assembly.GetName().Name);
        try
        {
            return new ModuleMetadata(context, context.LoadFromAssemblyPath(path));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Another assembly of the module, such as <c>DatadogOps.Core</c>.</summary>
    public Assembly Load(string name) => _context.LoadFromAssemblyName(name);

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    private static CmdletModel? ReadCmdlet(Type type)
    {
        IList<CustomAttributeData> attributes = type.GetCustomAttributesData();
        CustomAttributeData? cmdlet = attributes.FirstOrDefault(a => a.AttributeType.FullName == Automation + "CmdletAttribute");
        if (cmdlet is null || type.IsAbstract)
        {
            return null;
        }

        List<CustomAttributeTypedArgument> outputs = [.. attributes
            .Where(a => a.AttributeType.FullName == Automation + "OutputTypeAttribute")
            .SelectMany(a => a.ConstructorArguments)
            .SelectMany(Flatten)];
        return new CmdletModel
        {
            Verb = (string)cmdlet.ConstructorArguments[0].Value!,
            Noun = (string)cmdlet.ConstructorArguments[1].Value!,
            Type = type,
            DefaultParameterSet = Named(cmdlet, "DefaultParameterSetName") as string,
            SupportsShouldProcess = Named(cmdlet, "SupportsShouldProcess") is true,
            ConfirmImpact = Named(cmdlet, "ConfirmImpact") is int impact ? ImpactName(impact) : "Medium",
            Outputs = [.. outputs.Select(o => o.Value).OfType<Type>()],
            OutputNames = [.. outputs.Select(o => o.Value).OfType<string>()],
            Parameters = [.. ReadParameters(type)],
        };
    }

    private static IEnumerable<ParameterModel> ReadParameters(Type cmdlet)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (Type? type = cmdlet; type is not null && type.Namespace != "System.Management.Automation"; type = type.BaseType)
        {
            IEnumerable<(MemberInfo Member, Type Type)> members =
            [
                .. type.GetProperties(Declared).Select(p => ((MemberInfo)p, p.PropertyType)),
                .. type.GetFields(Declared).Select(f => ((MemberInfo)f, f.FieldType)),
            ];
            foreach ((MemberInfo member, Type memberType) in members)
            {
                IList<CustomAttributeData> attributes = member.GetCustomAttributesData();
                ParameterBinding[] bindings = [.. attributes.Where(a => a.AttributeType.FullName == Automation + "ParameterAttribute").Select(ReadBinding)];
                if (bindings.Length > 0 && seen.Add(member.Name))
                {
                    yield return new ParameterModel
                    {
                        Name = member.Name,
                        Type = memberType,
                        IsField = member is FieldInfo,
                        Aliases = [.. attributes
                            .Where(a => a.AttributeType.FullName == Automation + "AliasAttribute")
                            .SelectMany(a => a.ConstructorArguments)
                            .SelectMany(Flatten)
                            .Select(a => (string)a.Value!)],
                        Bindings = bindings,
                        Attributes = [.. attributes],
                    };
                }
            }
        }
    }

    private static ParameterBinding ReadBinding(CustomAttributeData attribute) => new(
        Named(attribute, "ParameterSetName") as string ?? ParameterBinding.AllSets,
        Named(attribute, "Mandatory") is true,
        Named(attribute, "Position") is int position and >= 0 ? position : null,
        Named(attribute, "ValueFromPipeline") is true,
        Named(attribute, "ValueFromPipelineByPropertyName") is true);

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;

    private static IEnumerable<CustomAttributeTypedArgument> Flatten(CustomAttributeTypedArgument argument) =>
        argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many : [argument];

    // Values of System.Management.Automation.ConfirmImpact.
    private static string ImpactName(int impact) => impact switch { 0 => "None", 1 => "Low", 2 => "Medium", _ => "High" };
}
