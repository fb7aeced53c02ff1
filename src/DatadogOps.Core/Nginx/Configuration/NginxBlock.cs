using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>A block of a configuration, with the directives of included files in place.</summary>
internal sealed class NginxBlock
{
    private readonly List<NginxItem> _items = [];

    public NginxBlock(NginxContext context, NginxDirective? directive, NginxBlock? parent)
    {
        Context = context;
        Directive = directive;
        Parent = parent;
    }

    /// <summary>Its context.</summary>
    public NginxContext Context { get; }

    /// <summary>The directive that opens it; null at the top level.</summary>
    public NginxDirective? Directive { get; }

    /// <summary>The enclosing block; null at the top level.</summary>
    public NginxBlock? Parent { get; }

    /// <summary>Its directives, in order.</summary>
    public IReadOnlyList<NginxItem> Items => _items;

    /// <summary>Names of the enclosing blocks and of itself, such as <c>http/server/location</c>; <c>main</c> at the top level.</summary>
    public string ContextPath => Parent is null ? TopName : Parent.Parent is null && Parent.Context == NginxContext.Main ? Directive!.Value.Name : $"{Parent.ContextPath}/{Directive!.Value.Name}";

    /// <summary>server_name of the enclosing server, or its listen address; null outside of servers.</summary>
    public string? ServerName => Enclosing(NginxContext.Server) is { } server
        ? server.Text("server_name") ?? server.Text("listen") ?? "_"
        : null;

    /// <summary>The innermost enclosing location, with its modifier; null outside of locations.</summary>
    public string? LocationName => Enclosing(NginxContext.Location) is { Directive: { } location } ? string.Join(' ', location.Arguments) : null;

    private string TopName => Context switch
    {
        NginxContext.Main => "main",
        NginxContext.Http => "http",
        NginxContext.Server => "http/server",
        NginxContext.Stream => "stream",
        _ => "fragment",
    };

    /// <summary>This block and all blocks in it, depth first.</summary>
    public IEnumerable<NginxBlock> Descendants()
    {
        var stack = new Stack<NginxBlock>();
        stack.Push(this);
        while (stack.TryPop(out NginxBlock? block))
        {
            yield return block;
            for (int i = block._items.Count - 1; i >= 0; i--)
            {
                if (block._items[i].Body is { } body)
                {
                    stack.Push(body);
                }
            }
        }
    }

    /// <summary>Its own directives with the given name.</summary>
    public IEnumerable<NginxItem> Named(string name) => _items.Where(item => item.Directive.Name == name);

    /// <summary>The innermost enclosing block with the given context, starting from this one.</summary>
    public NginxBlock? Enclosing(NginxContext context)
    {
        NginxBlock? block = this;
        while (block is not null && block.Context != context)
        {
            block = block.Parent;
        }

        return block;
    }

    public void Add(NginxItem item) => _items.Add(item);

    private string? Text(string name)
    {
        string[] all = [.. Named(name).Select(item => string.Join(' ', item.Directive.Arguments)).Where(text => text.Length > 0)];
        return all.Length == 0 ? null : string.Join(", ", all);
    }
}

/// <summary>A directive at the place where it takes effect.</summary>
internal sealed class NginxItem
{
    public NginxItem(NginxDirective directive, NginxBlock owner, NginxBlock? body)
    {
        Directive = directive;
        Owner = owner;
        Body = body;
    }

    /// <summary>The directive in its file.</summary>
    public NginxDirective Directive { get; }

    /// <summary>The block that contains it, across files.</summary>
    public NginxBlock Owner { get; }

    /// <summary>Its block; null for a simple directive.</summary>
    public NginxBlock? Body { get; }
}
