using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>What a block is, which decides what its directives mean.</summary>
public enum NginxContext
{
    /// <summary>The top of nginx.conf.</summary>
    Main,

    /// <summary>http.</summary>
    Http,

    /// <summary>server in http.</summary>
    Server,

    /// <summary>location.</summary>
    Location,

    /// <summary>if in a server.</summary>
    ServerIf,

    /// <summary>if in a location.</summary>
    LocationIf,

    /// <summary>limit_except in a location.</summary>
    LimitExcept,

    /// <summary>stream, and all in it that is no table.</summary>
    Stream,

    /// <summary>A block of rows: map, geo, types, split_clients, charset_map.</summary>
    Table,

    /// <summary>Lua code.</summary>
    Lua,

    /// <summary>Any other: events, mail, upstream, blocks of other modules.</summary>
    Other,
}

/// <summary>Which context a block opens in which.</summary>
internal static class NginxContexts
{
    /// <summary>What a directive's block is, in the context where the directive stands.</summary>
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

    /// <summary>Whether access_log means the http module's in it.</summary>
    public static bool LogsHttp(this NginxContext context) =>
        context is NginxContext.Http or NginxContext.Server or NginxContext.Location or NginxContext.LocationIf or NginxContext.LimitExcept;

    /// <summary>
    /// Where a file belongs that is no whole configuration: told by what stands at its top. Null where nothing tells, as in a
    /// snippet of a few headers.
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
                    // Of the two kinds of server, only stream's passes on without a location.
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
