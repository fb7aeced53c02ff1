using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>Kind of a block, which determines what its directives mean.</summary>
internal enum NginxContext
{
    /// <summary>Top level of nginx.conf.</summary>
    Main,

    /// <summary>An http block.</summary>
    Http,

    /// <summary>A server block in http.</summary>
    Server,

    /// <summary>A location block.</summary>
    Location,

    /// <summary>An if block in a server.</summary>
    ServerIf,

    /// <summary>An if block in a location.</summary>
    LocationIf,

    /// <summary>A limit_except block in a location.</summary>
    LimitExcept,

    /// <summary>A stream block, and every block in it that is not a table.</summary>
    Stream,

    /// <summary>A block of key-value rows: map, geo, types, split_clients, charset_map.</summary>
    Table,

    /// <summary>Lua code.</summary>
    Lua,

    /// <summary>Any other block: events, mail, upstream, third-party modules.</summary>
    Other,
}

/// <summary>Determines the context that a directive opens.</summary>
internal static class NginxContexts
{
    /// <summary>The context of a directive's block, given the context around the directive.</summary>
    public static NginxContext Of(NginxDirective directive, NginxContext parent)
    {
        if (directive.IsLua)
        {
            return NginxContext.Lua;
        }

        if (NginxNames.IsTable(directive.RawWord(0), directive.ArgumentCount + 1))
        {
            return NginxContext.Table;
        }

        return (parent, directive.Name) switch
        {
            (NginxContext.Main, "http") => NginxContext.Http,
            (NginxContext.Main or NginxContext.Stream, "stream" or "server") => NginxContext.Stream,
            (NginxContext.Http, "server") => NginxContext.Server,
            (NginxContext.Server or NginxContext.Location, "location") => NginxContext.Location,
            (NginxContext.Server, "if") => NginxContext.ServerIf,
            (NginxContext.Location, "if") => NginxContext.LocationIf,
            (NginxContext.Location, "limit_except") => NginxContext.LimitExcept,
            _ => NginxContext.Other,
        };
    }

    /// <summary>Whether access_log in this context belongs to the http module.</summary>
    public static bool LogsHttp(this NginxContext context) =>
        context is NginxContext.Http or NginxContext.Server or NginxContext.Location or NginxContext.LocationIf or NginxContext.LimitExcept;

    /// <summary>
    /// The context that a file is meant for, judged by its top-level directives; null if none of them is conclusive, as in a snippet
    /// of a few headers.
    /// </summary>
    public static NginxContext? OfFragment(NginxDocument document)
    {
        foreach (NginxDirective directive in document.Roots)
        {
            switch (directive.Name)
            {
                case "http" or "events" or "stream" or "mail" or "user" or "worker_processes" or "load_module" or "pid":
                    return NginxContext.Main;
                case "server" when directive.IsBlock:
                    // Only servers of stream proxy without a location.
                    return directive.Children.Any(child => child.Name is "proxy_pass" or "ssl_preread") ? NginxContext.Stream : NginxContext.Http;
                case "log_format" or "map" or "geo" or "upstream" or "split_clients" or "limit_req_zone" or "limit_conn_zone" or "proxy_cache_path"
                    or "server_names_hash_bucket_size" or "map_hash_bucket_size" or "types_hash_max_size" or "keepalive_timeout" or "types":
                    return NginxContext.Http;
                case "location" or "listen" or "server_name":
                    return NginxContext.Server;
            }
        }

        return null;
    }
}
