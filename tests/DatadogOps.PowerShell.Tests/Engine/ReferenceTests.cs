using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DatadogOps.Help.Metadata;

namespace DatadogOps.Tests.Engine;

/// <summary>Every type and member of System.Management.Automation that a module's dll names is there in the stand-in.</summary>
public sealed class ReferenceTests
{
    private const string Automation = "System.Management.Automation";

    public static TheoryData<string> Modules()
    {
        var modules = new TheoryData<string> { Path.Combine(SampleModule.Folder, "DatadogOps.SampleModule.dll") };
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "DatadogOps.slnx")))
            {
                string[] built = [Path.Combine(folder, "out", "DatadogOps", "DatadogOps.PowerShell.dll"), Path.Combine(folder, "src", "DatadogOps.PowerShell", "bin", "Release", "net8.0", "DatadogOps.PowerShell.dll")];
                if (Array.Find(built, File.Exists) is { } module)
                {
                    modules.Add(module);
                }

                break;
            }
        }

        return modules;
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_reference_of_a_module_resolves(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        Assembly standIn = typeof(System.Management.Automation.PSCmdlet).Assembly;
        var missing = new List<string>();
        int seen = 0;
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (NameOf(reader, handle) is { } name)
            {
                seen++;
                if (standIn.GetType(name) is null)
                {
                    missing.Add(name);
                }
            }
        }

        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (OwnerOf(reader, member) is { } owner && standIn.GetType(owner) is { } type)
            {
                seen++;
                string wanted = $"{owner}.{reader.GetString(member.Name)}{Signature(reader, member)}";
                if (!Declared(type, reader.GetString(member.Name)).Contains(wanted))
                {
                    missing.Add(wanted);
                }
            }
        }

        Assert.True(seen > 20, $"Only {seen} references were found in {path}.");
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    private static string? NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.AssemblyReference:
                AssemblyReference assembly = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return reader.GetString(assembly.Name) == Automation ? $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}" : null;
            case HandleKind.TypeReference:
                return NameOf(reader, (TypeReferenceHandle)type.ResolutionScope) is { } outer ? $"{outer}+{reader.GetString(type.Name)}" : null;
            default:
                return null;
        }
    }

    private static string? OwnerOf(MetadataReader reader, MemberReference member)
    {
        EntityHandle parent = member.Parent;
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            // A generic type over its arguments: the definition is what must be there.
            BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (blob.ReadByte() != (byte)SignatureTypeCode.GenericTypeInstance)
            {
                return null;
            }

            blob.ReadByte();
            parent = blob.ReadTypeHandle();
        }

        return parent.Kind == HandleKind.TypeReference ? NameOf(reader, (TypeReferenceHandle)parent) : null;
    }

    private static string Signature(MetadataReader reader, MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            return ":" + member.DecodeFieldSignature(new TypeNames(reader), null);
        }

        MethodSignature<string> signature = member.DecodeMethodSignature(new TypeNames(reader), null);
        return $"({string.Join(',', signature.ParameterTypes)}):{signature.ReturnType}";
    }

    private static IEnumerable<string> Declared(Type type, string name)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (MemberInfo member in type.GetMembers(All).Where(m => m.Name == name))
        {
            yield return member switch
            {
                MethodInfo method => $"{type.FullName}.{name}({string.Join(',', method.GetParameters().Select(p => Name(p.ParameterType)))}):{Name(method.ReturnType)}",
                ConstructorInfo constructor => $"{type.FullName}.{name}({string.Join(',', constructor.GetParameters().Select(p => Name(p.ParameterType)))}):System.Void",
                FieldInfo field => $"{type.FullName}.{name}:{Name(field.FieldType)}",
                _ => "",
            };
        }
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!) + "&";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "!" : "!!") + type.GenericParameterPosition;
        }

        return type.IsGenericType
            ? $"{type.GetGenericTypeDefinition().FullName}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
            : type.FullName!;
    }

    /// <summary>Types of signatures as text.</summary>
    private sealed class TypeNames(MetadataReader reader) : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[*]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function";

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(',', typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

        public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader metadata, TypeDefinitionHandle handle, byte rawTypeKind) => metadata.GetString(metadata.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader metadata, TypeReferenceHandle handle, byte rawTypeKind)
        {
            TypeReference type = metadata.GetTypeReference(handle);
            string name = metadata.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{GetTypeFromReference(metadata, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
                : type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
        }

        public string GetTypeFromSpecification(MetadataReader metadata, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
