namespace DatadogOps.Postgres.Connecting;

/// <summary>A query and the values of its parameters <c>$1</c>, <c>$2</c>, ... (all of type text).</summary>
internal sealed record PgQuery(string Sql, IReadOnlyList<string> Arguments);
