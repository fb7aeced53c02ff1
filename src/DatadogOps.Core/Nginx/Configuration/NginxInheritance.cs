namespace DatadogOps.Nginx.Configuration;

/// <summary>Determines which directives apply in a block: its own, or those of the innermost enclosing block that has any.</summary>
internal static class NginxInheritance
{
    // Directives that are not inherited. All others are merged by nginx's modules: a directive of an inner level replaces all of that
    // name from outer levels.
    private static readonly HashSet<string> s_local = new(StringComparer.Ordinal)
    {
        "include", "listen", "server_name", "return", "rewrite", "set", "break", "if", "location", "server", "upstream", "try_files", "alias", "internal",
        "proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass", "memcached_pass", "map", "geo", "split_clients", "types", "log_format",
        "limit_except", "stub_status", "empty_gif", "perl", "mirror", "limit_req_zone", "limit_conn_zone", "proxy_cache_path", "http", "events", "stream", "mail",
        "user", "worker_processes", "pid", "load_module", "daemon", "echo", "content_by_lua_block", "content_by_lua_file",
    };

    /// <summary>Whether inner blocks inherit the directive.</summary>
    public static bool IsInherited(string name) => !s_local.Contains(name);

    /// <summary>Whether blocks inherit from this context.</summary>
    public static bool PassesOn(NginxContext context) => context is NginxContext.Http or NginxContext.Server or NginxContext.Location or NginxContext.Stream;

    /// <summary>The directives of a name that apply in a block; empty if nginx's default applies.</summary>
    public static NginxItem[] Effective(NginxBlock block, string name)
    {
        for (NginxBlock? current = block; current is not null; current = current.Parent)
        {
            if (current != block && !PassesOn(current.Context))
            {
                break;
            }

            NginxItem[] own = [.. current.Named(name)];
            if (own.Length > 0 || !IsInherited(name))
            {
                return own;
            }
        }

        return [];
    }
}
