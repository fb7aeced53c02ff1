using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Postgres;

/// <summary>Completes libpq's sslmodes. Not a ValidateSet, because an empty cell of a CSV file stands for the default.</summary>
internal sealed class PgSslModeCompleter() : ValueCompleter("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
