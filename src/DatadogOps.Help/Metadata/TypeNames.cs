namespace DatadogOps.Help.Metadata;

/// <summary>Names of types as a person reads them in help.</summary>
public static class TypeNames
{
    /// <summary>The type of one value: without <c>[]</c> and without <c>?</c>.</summary>
    public static Type Unwrap(Type type)
    {
        Type element = type.IsArray ? type.GetElementType()! : type;
        return element.IsGenericType && element.GetGenericTypeDefinition().FullName == "System.Nullable`1"
            ? element.GetGenericArguments()[0]
            : element;
    }

    /// <summary>Short name: <c>String[]</c>, <c>Int32</c>, <c>PgConnection</c>.</summary>
    public static string Brief(Type type) => Unwrap(type).Name + (type.IsArray ? "[]" : "");

    /// <summary>Full name of a type, without <c>?</c>: <c>System.String[]</c>.</summary>
    public static string Full(Type type) => Unwrap(type).FullName + (type.IsArray ? "[]" : "");
}
