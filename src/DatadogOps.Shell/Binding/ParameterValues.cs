using System.Management.Automation;

namespace DatadogOps.Shell.Binding;

/// <summary>Values that a parameter is limited to.</summary>
internal static class ParameterValues
{
    /// <summary>Names of an enum or of a set; empty when any value may be given.</summary>
    public static IReadOnlyList<string> Fixed(CmdletParameter parameter)
    {
        foreach (ValidateArgumentsAttribute validation in parameter.Validations)
        {
            if (validation is ValidateSetAttribute set)
            {
                return [.. set.ValidValues];
            }
        }

        Type type = parameter.Type.IsArray ? parameter.Type.GetElementType()! : parameter.Type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.GetNames(type) : type == typeof(bool) ? ["$true", "$false"] : [];
    }
}
