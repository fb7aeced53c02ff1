using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace DatadogOps.Tests.Rules;

/// <summary>Reads which members the code of an assembly calls, from its IL (ECMA-335, III).</summary>
public static class IlScan
{
    private static readonly Dictionary<ushort, OpCode> s_opCodes = typeof(OpCodes)
        .GetFields()
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>All calls, constructor calls and method references of an assembly's code.</summary>
    public static List<MemberCall> Calls(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var image = new PEReader(file);
        MetadataReader reader = image.GetMetadataReader();
        var calls = new List<MemberCall>();
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            bool isStateMachine = type.GetInterfaceImplementations()
                .Any(i => NameOf(reader, reader.GetInterfaceImplementation(i).Interface).StartsWith("System.Runtime.CompilerServices.IAsyncStateMachine", StringComparison.Ordinal));
            string caller = Outermost(reader, type);
            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition).Where(m => m.RelativeVirtualAddress != 0))
            {
                foreach (EntityHandle token in Tokens(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
                {
                    (string owner, string member) = Resolve(reader, token);
                    calls.Add(new MemberCall(caller, reader.GetString(method.Name), isStateMachine, owner, member));
                }
            }
        }

        return calls;
    }

    private static List<EntityHandle> Tokens(BlobReader il)
    {
        var tokens = new List<EntityHandle>();
        while (il.RemainingBytes > 0)
        {
            ushort value = il.ReadByte();
            if (value == 0xFE)
            {
                value = (ushort)(0xFE00 | il.ReadByte());
            }

            OpCode code = s_opCodes[value];
            switch (code.OperandType)
            {
                case OperandType.InlineMethod:
                    tokens.Add((EntityHandle)MetadataTokens.Handle(il.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += targets * sizeof(int);
                    break;
                default:
                    il.Offset += OperandSize(code.OperandType);
                    break;
            }
        }

        return tokens;
    }

    private static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static (string Type, string Member) Resolve(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                MemberReference member = reader.GetMemberReference((MemberReferenceHandle)handle);
                return (NameOf(reader, member.Parent), reader.GetString(member.Name));
            case HandleKind.MethodDefinition:
                MethodDefinition method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return (NameOf(reader, method.GetDeclaringType()), reader.GetString(method.Name));
            case HandleKind.MethodSpecification:
                return Resolve(reader, reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                return ("", "");
        }
    }

    private static string NameOf(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)handle);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? NameOf(reader, reference.ResolutionScope) + "+" + reader.GetString(reference.Name)
                    : reader.GetString(reference.Namespace) + "." + reader.GetString(reference.Name);
            case HandleKind.TypeDefinition:
                return NameOf(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeSpecification:
                // A generic instance: GENERICINST, CLASS or VALUETYPE, the type, its arguments (ECMA-335, II.23.2.14).
                BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                {
                    return "";
                }

                blob.ReadByte();
                return NameOf(reader, blob.ReadTypeHandle());
            default:
                return "";
        }
    }

    private static string NameOf(MetadataReader reader, TypeDefinition type) => type.GetDeclaringType().IsNil
        ? reader.GetString(type.Namespace) + "." + reader.GetString(type.Name)
        : NameOf(reader, reader.GetTypeDefinition(type.GetDeclaringType())) + "+" + reader.GetString(type.Name);

    private static string Outermost(MetadataReader reader, TypeDefinition type)
    {
        while (!type.GetDeclaringType().IsNil)
        {
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        }

        return NameOf(reader, type);
    }
}
