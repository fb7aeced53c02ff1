using System.Net.Sockets;
using System.Security.Authentication;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>Translates errors of Npgsql and the server into errors with advice.</summary>
internal static class PgErrors
{
    private const string LostAdvice =
        "Check that the port belongs to PostgreSQL or PgBouncer, and check the server's log. A proxy or firewall in between may have closed it.";

    /// <summary>Translates the failure of one target.</summary>
    public static OperationException Translate(Exception exception, PgTarget target)
    {
        return exception switch
        {
            OperationException known => known,
            PostgresException server => FromServer(server, target),
            _ when Find<AuthenticationException>(exception) is { } tls => New(
                PgErrorIds.TlsUntrusted, OperationErrorKind.AuthenticationFailed, target, exception,
                $"The TLS certificate of {target} was not accepted: {FirstLine(tls.Message)}",
                "Set sslrootcert (PGSSLROOTCERT) to the authority's certificate and connect by the name in the certificate, or lower -SslMode."),
            _ when Find<SocketException>(exception) is { } socket => FromSocket(socket, target, exception),
            TimeoutException or NpgsqlException { InnerException: TimeoutException } => TimedOut(target, "respond"),
            NpgsqlException npgsql => FromNpgsql(npgsql, target),
            // Npgsql throws this for a message that is not part of the protocol.
            InvalidOperationException => NotPostgres(exception, target),
            _ when Find<IOException>(exception) is not null => New(
                PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, exception,
                $"The connection to {target} was closed: {FirstLine(exception.Message)}",
                LostAdvice),
            _ => New(
                PgErrorIds.QueryFailed, OperationErrorKind.NotSpecified, target, exception,
                $"Reading from {target} failed: {FirstLine(exception.Message)}",
                "Run the command with -Debug, or check the server's log."),
        };
    }

    /// <summary>Quotes an identifier for SQL.</summary>
    public static string QuoteName(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The error of a target that exceeded its timeout.</summary>
    public static OperationException TimedOut(PgTarget target, string what) => New(
        PgErrorIds.Timeout, OperationErrorKind.Timeout, target, null,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{target} did not {what} within {target.Timeout.TotalSeconds:0.###} seconds."),
        "Check that the host is up and reachable, or increase -TimeoutSec.");

    /// <summary>The error of a server whose version is not supported.</summary>
    public static OperationException TooOld(PgTarget target, Version version) => New(
        PgErrorIds.VersionUnsupported, OperationErrorKind.InvalidInput, target, null,
        $"{target} runs PostgreSQL {version}, whose statistics do not distinguish connections from background processes.",
        "Upgrade to PostgreSQL 10 or later.");

    private static OperationException FromServer(PostgresException e, PgTarget target) => e.SqlState switch
    {
        PostgresErrorCodes.TooManyConnections => New(
            PgErrorIds.TooManyConnections, OperationErrorKind.ConnectionFailed, target, e,
            $"{target} has no free connection for '{target.UserName}': {e.MessageText}.",
            "Use a role that may use the reserved slots (a superuser, or from PostgreSQL 16 a member of pg_use_reserved_connections), end idle sessions, or raise the limit."),
        PostgresErrorCodes.CannotConnectNow => New(
            PgErrorIds.NotReady, OperationErrorKind.ConnectionFailed, target, e,
            $"{target} does not accept connections now: {e.MessageText}.",
            "Wait until it has started, and try again."),
        PostgresErrorCodes.InvalidPassword => New(
            PgErrorIds.PasswordWrong, OperationErrorKind.AuthenticationFailed, target, e,
            $"{target} rejected the password of '{target.UserName}', or the role does not exist.",
            "Correct -Credential, PGPASSWORD or the line in .pgpass."),
        PostgresErrorCodes.InvalidAuthorizationSpecification => New(
            PgErrorIds.AccessDenied, OperationErrorKind.AuthenticationFailed, target, e,
            $"{target} does not allow '{target.UserName}' to connect: {e.MessageText}.",
            "Add a line for this user, database and address to pg_hba.conf and reload, or connect as another user."),
        PostgresErrorCodes.InvalidCatalogName => New(
            PgErrorIds.DatabaseNotFound, OperationErrorKind.NotFound, target, e,
            $"{target} has no database '{target.Database}'.",
            "Use an existing one with -Database. Any one will do: it shows all sessions of the server."),
        PostgresErrorCodes.InsufficientPrivilege => New(
            PgErrorIds.PermissionDenied, OperationErrorKind.PermissionDenied, target, e,
            $"'{target.UserName}' lacks a permission on {target}: {e.MessageText}.",
            $"Grant what the message names: GRANT pg_monitor TO {QuoteName(target.UserName)}; or CONNECT on the database."),
        PostgresErrorCodes.QueryCanceled => TimedOut(target, "complete the query"),
        _ => New(
            PgErrorIds.QueryFailed, OperationErrorKind.ProtocolError, target, e,
            $"{target} returned an error: {e.MessageText} (SQLSTATE {e.SqlState}).",
            "Look up the SQLSTATE in the PostgreSQL manual, appendix \"Error Codes\"."),
    };

    private static OperationException FromSocket(SocketException socket, PgTarget target, Exception exception) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => New(
            PgErrorIds.HostNotFound, OperationErrorKind.ConnectionFailed, target, exception,
            $"The host name '{target.HostName}' does not resolve.",
            "Check the spelling, and DNS on this machine."),
        SocketError.TimedOut => TimedOut(target, "accept the connection"),
        SocketError.ConnectionReset or SocketError.Shutdown => New(
            PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, exception,
            $"The connection to {target} was closed: {socket.Message}.",
            LostAdvice),
        _ when target.HostName.StartsWith('/') => New(
            PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, target, exception,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"No server listens on the socket {target.HostName}/.s.PGSQL.{target.Port}."),
            "Check the directory (unix_socket_directories) and the port, and that PostgreSQL runs."),
        _ => New(
            PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, target, exception,
            $"Cannot connect to {target}: {socket.Message}.",
            "Check that PostgreSQL runs there, listens on that address (listen_addresses) and port, and that no firewall is in between."),
    };

    private static OperationException FromNpgsql(NpgsqlException e, PgTarget target)
    {
        string message = e.Message;
        if (message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            return New(
                PgErrorIds.PasswordMissing, OperationErrorKind.AuthenticationFailed, target, e,
                $"{target} requires a password for '{target.UserName}', and none is known.",
                "Use -Credential, set PGPASSWORD, or add a line to .pgpass.");
        }

        if (message.Contains("SSL", StringComparison.Ordinal) || message.Contains("TLS", StringComparison.Ordinal))
        {
            return New(
                PgErrorIds.TlsUnavailable, OperationErrorKind.ConnectionFailed, target, e,
                $"Cannot connect to {target} with the requested sslmode: {FirstLine(message)}",
                "Enable ssl on the server, or lower -SslMode.");
        }

        if (Find<EndOfStreamException>(e) is not null || Find<IOException>(e) is not null)
        {
            return New(
                PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, e,
                $"{target} closed the connection.",
                LostAdvice);
        }

        return NotPostgres(e, target);
    }

    private static OperationException NotPostgres(Exception e, PgTarget target) => New(
        PgErrorIds.NotPostgres, OperationErrorKind.ProtocolError, target, e,
        $"The server at {target} does not speak the PostgreSQL protocol.",
        "Check that the port belongs to PostgreSQL or PgBouncer.");

    private static OperationException New(string id, OperationErrorKind kind, PgTarget target, Exception? inner, string message, string advice) =>
        new(id, kind, target.ToString(), message, advice, inner);

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('\r', ' ');
}
