namespace DatadogOps.Nginx.Configuration;

/// <summary>A directive of a configuration, as returned by Get-NginxDirective.</summary>
public sealed record NginxDirectiveInfo
{
    /// <summary>File that contains it.</summary>
    public required string File { get; init; }

    /// <summary>Line of its first byte, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column of its first byte, from 1, in bytes.</summary>
    public required int Column { get; init; }

    /// <summary>Names of the blocks around the place where it applies, such as <c>http/server/location</c>.</summary>
    public required string Context { get; init; }

    /// <summary>server_name of the server that it applies to; null outside of servers.</summary>
    public string? ServerName { get; init; }

    /// <summary>Location that it applies to; null outside of locations.</summary>
    public string? Location { get; init; }

    /// <summary>Name of the directive.</summary>
    public required string Name { get; init; }

    /// <summary>Arguments without quotes and escapes, separated by spaces.</summary>
    public required string Value { get; init; }

    /// <summary>Arguments without quotes and escapes.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Whether it has a block.</summary>
    public required bool IsBlock { get; init; }

    /// <summary>Whether it is inherited from an enclosing block.</summary>
    public required bool IsInherited { get; init; }

    /// <summary>The configuration that was read.</summary>
    public required string Path { get; init; }

    /// <summary>Enumerates the directives of a configuration, block by block, outer blocks first.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="effective">Whether to include inherited directives.</param>
    /// <param name="isWanted">Selects directives by name and by <see cref="Context"/>.</param>
    public static IEnumerable<NginxDirectiveInfo> Read(NginxConfiguration configuration, bool effective, Func<string, string, bool> isWanted)
    {
        foreach (NginxBlock block in configuration.Root.Descendants())
        {
            string context = block.ContextPath;
            foreach (NginxItem item in block.Items)
            {
                if (isWanted(item.Directive.Name, context))
                {
                    yield return Make(configuration, item, block, context);
                }
            }

            if (effective && block.Context is NginxContext.Server or NginxContext.Location or NginxContext.LocationIf or NginxContext.LimitExcept or NginxContext.Stream)
            {
                foreach (string name in Inheritable(block).Where(name => isWanted(name, context)))
                {
                    foreach (NginxItem item in NginxInheritance.Effective(block, name))
                    {
                        yield return Make(configuration, item, block, context);
                    }
                }
            }
        }
    }

    private static List<string> Inheritable(NginxBlock block)
    {
        HashSet<string> own = [.. block.Items.Select(item => item.Directive.Name)];
        var names = new List<string>();
        for (NginxBlock? outer = block.Parent; outer is not null && NginxInheritance.PassesOn(outer.Context); outer = outer.Parent)
        {
            names.AddRange(outer.Items.Where(item => item.Body is null).Select(item => item.Directive.Name).Where(name => NginxInheritance.IsInherited(name) && own.Add(name)));
        }

        return names;
    }

    private static NginxDirectiveInfo Make(NginxConfiguration configuration, NginxItem item, NginxBlock block, string context)
    {
        (int line, int column) = item.Directive.Document.Locate(item.Directive.Start);
        IReadOnlyList<string> arguments = item.Directive.Arguments;
        return new NginxDirectiveInfo
        {
            File = item.Directive.Document.Path,
            Line = line,
            Column = column,
            Context = context,
            ServerName = block.ServerName,
            Location = block.LocationName,
            Name = item.Directive.Name,
            Value = string.Join(' ', arguments),
            Arguments = arguments,
            IsBlock = item.Directive.IsBlock,
            IsInherited = item.Owner != block,
            Path = configuration.MainPath,
        };
    }
}
