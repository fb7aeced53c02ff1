using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Tests.Common;

/// <summary>A test that needs a PostgreSQL server of its own; skipped, by name, where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresCluster.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}

/// <summary>A test that needs a PgBouncer in front of such a server as well.</summary>
public sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute()
    {
        if (PostgresCluster.Find(out string reason) is null || PgBouncer.Find(out reason) is null)
        {
            Skip = reason;
        }
    }
}

/// <summary>A theory that needs a PostgreSQL server of its own.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (PostgresCluster.Find(out string reason) is null)
        {
            Skip = reason;
        }
    }
}
