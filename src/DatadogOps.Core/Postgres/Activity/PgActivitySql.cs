using System.Globalization;
using System.Text;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Postgres.Activity;

/// <summary>
/// Queries of pg_stat_activity (PostgreSQL manual, "The Statistics Collector"), for PostgreSQL 10 and later, which list background
/// processes too and identify them by backend_type.
/// </summary>
internal static class PgActivitySql
{
    // Without pg_monitor the view hides state and backend_type of other roles' sessions, but not their names. These sessions are
    // included: a condition on backend_type alone would silently return only our own session.
    private const string IsConnection = "(a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.usename IS NOT NULL AND a.datname IS NOT NULL))";

    private const string StateAge = "extract(epoch FROM clock_timestamp() - a.state_change)::float8";

    private static readonly (string Dimension, string Expression)[] DimensionColumns =
    [
        (PgDimension.Database, "a.datname::text"),
        (PgDimension.ApplicationName, "a.application_name::text"),
        (PgDimension.User, "a.usename::text"),
        (PgDimension.ClientAddress, "host(a.client_addr)"),
        (PgDimension.State, "a.state::text"),
        (PgDimension.WaitEventType, "a.wait_event_type::text"),
        (PgDimension.WaitEvent, "a.wait_event::text"),
    ];

    /// <summary>What sessions can be grouped by, in the order of the columns of <see cref="Counts"/>.</summary>
    public static IEnumerable<string> Dimensions => DimensionColumns.Select(column => column.Dimension);

    /// <summary>
    /// One row a session: pid, database, role, application, address, state, wait event type, wait event, ages in
    /// seconds of session, transaction, query and state, hidden or not, own or not, text of the query.
    /// </summary>
    public static PgQuery Sessions(PgConnectionFilter filter, bool withQuery)
    {
        (string where, List<string> arguments) = Where(filter);
        return new PgQuery(
            $"""
            SELECT a.pid, a.datname::text, a.usename::text, a.application_name::text, host(a.client_addr), a.state::text,
              a.wait_event_type::text, a.wait_event::text,
              extract(epoch FROM clock_timestamp() - a.backend_start)::float8,
              extract(epoch FROM clock_timestamp() - a.xact_start)::float8,
              CASE WHEN a.state = 'active' THEN extract(epoch FROM clock_timestamp() - a.query_start)::float8 END,
              {StateAge}, a.backend_type IS NULL, a.pid = pg_backend_pid(), {(withQuery ? "a.query" : "NULL::text")}
            FROM pg_catalog.pg_stat_activity a
            WHERE {where}
            ORDER BY a.datname, a.application_name, a.pid
            """,
            arguments);
    }

    /// <summary>
    /// One row a group: the dimensions in the order of the columns below, then the number of sessions, the age in seconds
    /// of the oldest state, and how many hide their state.
    /// </summary>
    public static PgQuery Counts(PgConnectionFilter filter, IReadOnlyCollection<string> by)
    {
        (string where, List<string> arguments) = Where(filter);
        var sql = new StringBuilder("SELECT ");
        var positions = new StringBuilder();
        int column = 0;
        foreach ((string dimension, string expression) in DimensionColumns)
        {
            bool asked = by.Contains(dimension, StringComparer.OrdinalIgnoreCase);
            sql.Append(asked ? expression : "NULL::text").Append(", ");
            column++;
            if (asked)
            {
                positions.Append(positions.Length == 0 ? "" : ", ").Append(column.ToString(CultureInfo.InvariantCulture));
            }
        }

        sql.Append("count(*), max(").Append(StateAge).Append("), count(*) FILTER (WHERE a.backend_type IS NULL)\nFROM pg_catalog.pg_stat_activity a\nWHERE ")
            .Append(where);
        if (positions.Length > 0)
        {
            sql.Append("\nGROUP BY ").Append(positions).Append("\nORDER BY ").Append(positions);
        }

        return new PgQuery(sql.ToString(), arguments);
    }

    /// <summary>How full what the scope names is: one row for the server, or one a database or role.</summary>
    public static PgQuery Usage(string scope) => scope switch
    {
        PgUsageScope.Server => ServerUsage(),
        PgUsageScope.Database => DatabaseUsage(),
        _ => RoleUsage(),
    };

    /// <summary>
    /// One row: client backends, max_connections, superuser_reserved_connections, reserved_connections (PostgreSQL 16;
    /// 0 before), the Agent's ratio SUM(numbackends) / MAX(setting).
    /// </summary>
    private static PgQuery ServerUsage() => new(
        $"""
        SELECT count(*) FILTER (WHERE {IsConnection}), current_setting('max_connections')::int8,
          current_setting('superuser_reserved_connections')::int8,
          coalesce(current_setting('reserved_connections', true), '0')::int8,
          (SELECT sum(d.numbackends) FROM pg_catalog.pg_stat_database d)::float8 / current_setting('max_connections')::float8
        FROM pg_catalog.pg_stat_activity a
        """,
        []);

    /// <summary>One row a database that takes connections: name, client backends, limit or null.</summary>
    private static PgQuery DatabaseUsage() => new(
        $"""
        SELECT d.datname::text, (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid AND {IsConnection}),
          CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit::int8 END
        FROM pg_catalog.pg_database d WHERE d.datallowconn ORDER BY 1
        """,
        []);

    /// <summary>One row a role that can log in: name, client backends, limit or null.</summary>
    private static PgQuery RoleUsage() => new(
        $"""
        SELECT r.rolname::text, (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid AND {IsConnection}),
          CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit::int8 END
        FROM pg_catalog.pg_roles r WHERE r.rolcanlogin ORDER BY 1
        """,
        []);

    private static (string Where, List<string> Arguments) Where(PgConnectionFilter filter)
    {
        var where = new StringBuilder(IsConnection);
        var arguments = new List<string>();
        Match("coalesce(a.state, '')", filter.State);
        Match("a.application_name", filter.ApplicationName);
        Match("a.usename::text", filter.User);
        Match("a.datname::text", filter.Database);
        Match("coalesce(host(a.client_addr), 'local')", filter.ClientAddress);
        if (filter.MinStateSeconds is { } seconds)
        {
            where.Append(CultureInfo.InvariantCulture, $" AND {StateAge} >= {seconds:R}");
        }

        if (filter.ExcludeSelf)
        {
            where.Append(" AND a.pid <> pg_backend_pid()");
        }

        return (where.ToString(), arguments);

        void Match(string expression, IReadOnlyList<string> wildcards)
        {
            if (wildcards.Count > 0)
            {
                arguments.Add(PgConnectionFilter.ToRegex(wildcards));
                where.Append(CultureInfo.InvariantCulture, $" AND {expression} ~* ${arguments.Count}");
            }
        }
    }
}
