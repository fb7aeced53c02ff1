using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>A block of a configuration, with the directives of included files in their places.</summary>
public sealed class NginxBlock
{
    private readonly List<NginxItem> _items = [];

    internal NginxBlock(NginxContext context, NginxDirective? directive, NginxBlock? parent)
    {
        Context = context;
        Directive = directive;
        Parent = parent;
    }

    /// <summary>What it is.</summary>
    public NginxContext Context { get; }

    /// <summary>The directive that opens it; null at the top.</summary>
    public NginxDirective? Directive { get; }

    /// <summary>The block around it; null at the top.</summary>
    public NginxBlock? Parent { get; }

    /// <summary>What is in it, in order.</summary>
    public IReadOnlyList<NginxItem> Items => _items;

    /// <summary>Names of the blocks around and of itself, such as <c>http/server/location</c>; <c>main</c> at the top.</summary>
    public string ContextPath => Parent is null ? TopName : Parent.Parent is null && Parent.Context == NginxContext.Main ? Directive!.Value.Name : $"{Parent.ContextPath}/{Directive!.Value.Name}";

    /// <summary>Names of the server it is or is in, or what it listens on; null outside of servers.</summary>
    public string? ServerName => Enclosing(NginxContext.Server) is { } server
        ? server.Text("server_name") ?? server.Text("listen") ?? "_"
        : null;

    /// <summary>The location that it is or is in, with modifier and outer locations' innermost one last; null outside of locations.</summary>
    public string? LocationName => Enclosing(NginxContext.Location) is { Directive: { } location } ? string.Join(' ', location.Arguments) : null;

    private string TopName => Context switch
    {
        NginxContext.Main => "main",
        NginxContext.Http => "http",
        NginxContext.Server => "http/server",
        NginxContext.Stream => "stream",
        _ => "fragment",
    };

    /// <summary>This block and all in it.</summary>
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

    /// <summary>Its own directives of a name.</summary>
    public IEnumerable<NginxItem> Named(string name) => _items.Where(item => item.Directive.Name == name);

    /// <summary>The nearest block of a kind, beginning with itself.</summary>
    public NginxBlock? Enclosing(NginxContext context)
    {
        NginxBlock? block = this;
        while (block is not null && block.Context != context)
        {
            block = block.Parent;
        }

        return block;
    }

    internal void Add(NginxItem item) => _items.Add(item);

    private string? Text(string name)
    {
        string[] all = [.. Named(name).Select(item => string.Join(' ', item.Directive.Arguments)).Where(text => text.Length > 0)];
        return all.Length == 0 ? null : string.Join(", ", all);
    }
}

/// <summary>A directive where it takes effect.</summary>
public sealed class NginxItem
{
    internal NginxItem(NginxDirective directive, NginxBlock owner, NginxBlock? body)
    {
        Directive = directive;
        Owner = owner;
        Body = body;
    }

    /// <summary>The directive, in its file.</summary>
    public NginxDirective Directive { get; }

    /// <summary>The block that it is in, across files.</summary>
    public NginxBlock Owner { get; }

    /// <summary>Its own block; null where it has none.</summary>
    public NginxBlock? Body { get; }
}
