namespace DatadogOps.Nginx.Syntax;

/// <summary>Directives whose blocks have a syntax of their own.</summary>
internal static class NginxNames
{
    /// <summary>Whether the block contains Lua code.</summary>
    public static bool IsLuaBlock(ReadOnlySpan<byte> name) => name.EndsWith("_by_lua_block"u8);

    /// <summary>
    /// Whether the block contains key-value rows, which cannot have blocks (map, geo, split_clients, charset_map, types).
    /// </summary>
    /// <param name="name">Name of the directive.</param>
    /// <param name="words">Number of words: name and arguments.</param>
    public static bool IsTable(ReadOnlySpan<byte> name, int words) => words switch
    {
        1 => name.SequenceEqual("types"u8),
        2 => name.SequenceEqual("geo"u8),
        3 => name.SequenceEqual("map"u8) || name.SequenceEqual("geo"u8) || name.SequenceEqual("split_clients"u8) || name.SequenceEqual("charset_map"u8),
        _ => false,
    };
}
