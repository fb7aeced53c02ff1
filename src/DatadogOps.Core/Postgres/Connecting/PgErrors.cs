using System.Net.Sockets;
using System.Security.Authentication;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>Turns what Npgsql and the server say into an error that tells the admin what to do next.</summary>
internal static class PgErrors
{
    private const string LostAdvice =
        "Check that the port is PostgreSQL's or PgBouncer's, and look into the server's log; a proxy or firewall between may have cut it.";

    /// <summary>The failure of one target, as data.</summary>
    public static OperationException Translate(Exception exception, PgTarget target)
    {
        return exception switch
        {
            OperationException known => known,
            PostgresException server => FromServer(server, target),
            _ when Find<AuthenticationException>(exception) is { } tls => New(
                PgErrorIds.TlsUntrusted, OperationErrorKind.AuthenticationFailed, target, exception,
                $"The TLS certificate of {target} was not accepted: {FirstLine(tls.Message)}",
                "Name the authority's certificate in sslrootcert (PGSSLROOTCERT) and connect by the name that the certificate is for, or lower -SslMode."),
            _ when Find<SocketException>(exception) is { } socket => FromSocket(socket, target, exception),
            TimeoutException or NpgsqlException { InnerException: TimeoutException } => TimedOut(target, "answer"),
            NpgsqlException npgsql => FromNpgsql(npgsql, target),
            // How Npgsql takes a message that the protocol does not have.
            InvalidOperationException => NotPostgres(exception, target),
            _ when Find<IOException>(exception) is not null => New(
                PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, exception,
                $"The connection to {target} was closed: {FirstLine(exception.Message)}",
                LostAdvice),
            _ => New(
                PgErrorIds.QueryFailed, OperationErrorKind.NotSpecified, target, exception,
                $"Reading from {target} failed: {FirstLine(exception.Message)}",
                "Run again with -Debug, or look into the server's log."),
        };
    }

    /// <summary>A name as SQL takes it.</summary>
    public static string QuoteName(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The target did not do in time what was asked.</summary>
    public static OperationException TimedOut(PgTarget target, string what) => New(
        PgErrorIds.Timeout, OperationErrorKind.Timeout, target, null,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{target} did not {what} within {target.Timeout.TotalSeconds:0.###} seconds."),
        "Check that the host is up and reachable, or allow more with -TimeoutSec.");

    /// <summary>The server is of a version whose statistics views lack what is asked.</summary>
    public static OperationException TooOld(PgTarget target, Version version) => New(
        PgErrorIds.VersionUnsupported, OperationErrorKind.InvalidInput, target, null,
        $"{target} runs PostgreSQL {version}, which does not tell connections from background processes.",
        "PostgreSQL 10 or later is needed.");

    private static OperationException FromServer(PostgresException e, PgTarget target) => e.SqlState switch
    {
        PostgresErrorCodes.TooManyConnections => New(
            PgErrorIds.TooManyConnections, OperationErrorKind.ConnectionFailed, target, e,
            $"{target} has no connection left for '{target.UserName}': {e.MessageText}.",
            "Ask with a role that may use the reserved slots (a superuser, or from PostgreSQL 16 pg_use_reserved_connections), end idle sessions there, or raise the limit."),
        PostgresErrorCodes.CannotConnectNow => New(
            PgErrorIds.NotReady, OperationErrorKind.ConnectionFailed, target, e,
            $"{target} does not take connections now: {e.MessageText}.",
            "Wait until it has started, and run again."),
        PostgresErrorCodes.InvalidPassword => New(
            PgErrorIds.PasswordWrong, OperationErrorKind.AuthenticationFailed, target, e,
            $"{target} does not accept the password of '{target.UserName}', or knows no such role.",
            "Correct -Credential, PGPASSWORD or the line in .pgpass."),
        PostgresErrorCodes.InvalidAuthorizationSpecification => New(
            PgErrorIds.AccessDenied, OperationErrorKind.AuthenticationFailed, target, e,
            $"{target} does not let '{target.UserName}' in: {e.MessageText}.",
            "Add a line for this user, database and address to pg_hba.conf and reload, or connect as another user."),
        PostgresErrorCodes.InvalidCatalogName => New(
            PgErrorIds.DatabaseNotFound, OperationErrorKind.NotFound, target, e,
            $"{target} has no database '{target.Database}'.",
            "Name an existing one with -Database; any will do, since all sessions of the server are seen from it."),
        PostgresErrorCodes.InsufficientPrivilege => New(
            PgErrorIds.PermissionDenied, OperationErrorKind.PermissionDenied, target, e,
            $"'{target.UserName}' may not do this on {target}: {e.MessageText}.",
            $"Grant it what the server names: GRANT pg_monitor TO {QuoteName(target.UserName)}; or CONNECT on the database."),
        PostgresErrorCodes.QueryCanceled => TimedOut(target, "answer the query"),
        _ => New(
            PgErrorIds.QueryFailed, OperationErrorKind.ProtocolError, target, e,
            $"{target} answered with an error: {e.MessageText} (SQLSTATE {e.SqlState}).",
            "Look the SQLSTATE up in the PostgreSQL manual, appendix \"Error Codes\"."),
    };

    private static OperationException FromSocket(SocketException socket, PgTarget target, Exception exception) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => New(
            PgErrorIds.HostNotFound, OperationErrorKind.ConnectionFailed, target, exception,
            $"The host name '{target.HostName}' does not resolve.",
            "Check the spelling and the DNS of this machine."),
        SocketError.TimedOut => TimedOut(target, "take the connection"),
        SocketError.ConnectionReset or SocketError.Shutdown => New(
            PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, exception,
            $"The connection to {target} was closed: {socket.Message}.",
            LostAdvice),
        _ when target.HostName.StartsWith('/') => New(
            PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, target, exception,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"No server answers at the socket {target.HostName}/.s.PGSQL.{target.Port}."),
            "Check the directory (unix_socket_directories) and the port, and that PostgreSQL runs."),
        _ => New(
            PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, target, exception,
            $"Cannot connect to {target}: {socket.Message}.",
            "Check that PostgreSQL runs there, listens on that address (listen_addresses) and port, and that no firewall is between."),
    };

    private static OperationException FromNpgsql(NpgsqlException e, PgTarget target)
    {
        string message = e.Message;
        if (message.Contains("password", StringComparison.OrdinalIgnoreCase))
        {
            return New(
                PgErrorIds.PasswordMissing, OperationErrorKind.AuthenticationFailed, target, e,
                $"{target} asks for a password of '{target.UserName}', and none is known.",
                "Give -Credential, set PGPASSWORD, or add a line to .pgpass.");
        }

        if (message.Contains("SSL", StringComparison.Ordinal) || message.Contains("TLS", StringComparison.Ordinal))
        {
            return New(
                PgErrorIds.TlsUnavailable, OperationErrorKind.ConnectionFailed, target, e,
                $"{target} cannot be reached with the sslmode asked for: {FirstLine(message)}",
                "Turn on ssl at the server, or lower -SslMode.");
        }

        if (Find<EndOfStreamException>(e) is not null || Find<IOException>(e) is not null)
        {
            return New(
                PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed, target, e,
                $"The connection to {target} was closed by the other side.",
                LostAdvice);
        }

        return NotPostgres(e, target);
    }

    private static OperationException NotPostgres(Exception e, PgTarget target) => New(
        PgErrorIds.NotPostgres, OperationErrorKind.ProtocolError, target, e,
        $"What answers at {target} does not speak PostgreSQL's protocol.",
        "Check that the port is PostgreSQL's or PgBouncer's.");

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
