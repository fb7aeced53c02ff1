using System.Text;

namespace DatadogOps.Postgres.Activity;

/// <summary>
/// Which sessions to read. Each list holds PowerShell wildcards (<c>*</c>, <c>?</c>, <c>[a-c]</c>, case-insensitive); a session must
/// match one of each list that is not empty. The server applies the filter.
/// </summary>
public sealed record PgConnectionFilter
{
    /// <summary>States, such as <c>idle in transaction*</c>.</summary>
    public IReadOnlyList<string> State { get; init; } = [];

    /// <summary>Application names.</summary>
    public IReadOnlyList<string> ApplicationName { get; init; } = [];

    /// <summary>Roles.</summary>
    public IReadOnlyList<string> User { get; init; } = [];

    /// <summary>Databases of the sessions.</summary>
    public IReadOnlyList<string> Database { get; init; } = [];

    /// <summary>Client addresses; a session over a Unix socket has none and matches <c>local</c>.</summary>
    public IReadOnlyList<string> ClientAddress { get; init; } = [];

    /// <summary>Minimum time in the current state, in seconds.</summary>
    public double? MinStateSeconds { get; init; }

    /// <summary>Excludes the session that reads.</summary>
    public bool ExcludeSelf { get; init; }

    /// <summary>Converts a PowerShell wildcard to a regular expression of PostgreSQL, without anchors.</summary>
    internal static string ToRegex(string wildcard)
    {
        var regex = new StringBuilder(wildcard.Length + 8);
        for (int i = 0; i < wildcard.Length; i++)
        {
            char c = wildcard[i];
            int close;
            if (c == '*')
            {
                regex.Append(".*");
            }
            else if (c == '?')
            {
                regex.Append('.');
            }
            else if (c == '[' && (close = wildcard.IndexOf(']', i + 1)) > i + 1)
            {
                // Only characters and ranges, as in PowerShell: no character classes and no negation.
                regex.Append('[');
                foreach (char inside in wildcard.AsSpan(i + 1, close - i - 1))
                {
                    regex.Append(inside is '^' or '\\' or '[' or ':' or '.' or '=' ? "\\" : "").Append(inside);
                }

                regex.Append(']');
                i = close;
            }
            else
            {
                // PowerShell escapes a wildcard with a backtick.
                if (c == '`' && i + 1 < wildcard.Length)
                {
                    c = wildcard[++i];
                }

                regex.Append(char.IsAsciiLetterOrDigit(c) || c > '\x7f' || c is ' ' or '_' ? "" : "\\").Append(c);
            }
        }

        return regex.ToString();
    }

    /// <summary>Converts alternatives to one anchored regular expression.</summary>
    internal static string ToRegex(IReadOnlyList<string> wildcards)
    {
        var regex = new StringBuilder("^(?:");
        for (int i = 0; i < wildcards.Count; i++)
        {
            regex.Append(i == 0 ? "" : "|").Append(ToRegex(wildcards[i]));
        }

        return regex.Append(")$").ToString();
    }
}
