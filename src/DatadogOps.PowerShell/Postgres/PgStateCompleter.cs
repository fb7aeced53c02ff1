using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Postgres;

/// <summary>Completes the states of pg_stat_activity.</summary>
internal sealed class PgStateCompleter() : ValueCompleter(
    "active", "idle", "idle in transaction", "idle in transaction (aborted)", "fastpath function call", "disabled", "starting");
