using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Postgres.Connecting;

/// <summary>Reads connection services (PostgreSQL manual, "The Connection Service File").</summary>
internal static class PgServiceFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Finds a service in the files that libpq searches, in the same order.</summary>
    /// <exception cref="OperationException"><see cref="PgErrorIds.ServiceNotFound"/>, or <see cref="PgErrorIds.InvalidConnectionString"/> with file and line.</exception>
    public static PgConnectionSettings Read(string service, Func<string, string?> environment)
    {
        var searched = new List<string>();
        foreach (string path in Candidates(environment))
        {
            searched.Add(path);
            if (File.Exists(path) && TryRead(path, service) is { } settings)
            {
                return settings;
            }
        }

        throw new OperationException(
            PgErrorIds.ServiceNotFound,
            OperationErrorKind.NotFound,
            service,
            $"The connection service '{service}' is not defined in {string.Join(" or ", searched)}.",
            $"Add a section [{service}], or set PGSERVICEFILE to the file.");
    }

    private static IEnumerable<string> Candidates(Func<string, string?> environment)
    {
        if (environment("PGSERVICEFILE") is { Length: > 0 } named)
        {
            yield return named;
        }
        else
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), OperatingSystem.IsWindows() ? "pg_service.conf" : ".pg_service.conf");
        }

        yield return Path.Combine(environment("PGSYSCONFDIR") is { Length: > 0 } directory ? directory : "/etc/postgresql-common", "pg_service.conf");
    }

    private static PgConnectionSettings? TryRead(string path, string service)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw Invalid(path, 1, "the file is larger than 1 MiB");
        }

        PgConnectionSettings? found = null;
        int number = 0;
        foreach (string raw in File.ReadLines(path))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                if (found is not null)
                {
                    return found;
                }

                found = line == $"[{service}]" ? new PgConnectionSettings() : null;
            }
            else if (found is not null)
            {
                int equals = line.IndexOf('=', StringComparison.Ordinal);
                string keyword = equals < 0 ? line : line[..equals].Trim();
                if (equals < 0 || !PgConnectionSettings.IsKeyword(keyword))
                {
                    throw Invalid(path, number, equals < 0 ? "'=' is missing" : $"'{keyword}' is not a connection parameter");
                }

                if (keyword == "service")
                {
                    throw Invalid(path, number, "a service cannot name another service");
                }

                found.Set(keyword, line[(equals + 1)..].Trim());
            }
        }

        return found;
    }

    private static OperationException Invalid(string path, int line, string what) => new(
        PgErrorIds.InvalidConnectionString,
        OperationErrorKind.InvalidInput,
        path,
        string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {what}."),
        "Correct the line. Each is keyword=value, as in a connection string.");
}
