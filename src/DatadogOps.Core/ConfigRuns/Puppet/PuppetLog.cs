using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Puppet;

/// <summary>The lines of a report's log that can tell why a run failed.</summary>
internal sealed class PuppetLog
{
    // A run may log without end; what a failing resource printed and the errors around it are few.
    private const int MaxLines = 10_000;
    private const int MaxOutput = 20;

    // Said of a run that failed, and never why.
    private static readonly string[] Consequences =
    [
        "Could not retrieve catalog; skipping run",
        "Not using cache on failed catalog",
        "Could not run Puppet configuration client",
        "Using cached catalog",
        "Failed to apply catalog: Some pre-run checks failed",
    ];

    private readonly List<(string? Source, string Message)> _errors = [];
    private readonly List<(string Source, string Message)> _notices = [];

    /// <summary>Reads the list of entries.</summary>
    public void Read(DocumentReader reader)
    {
        if (!reader.BeginList())
        {
            return;
        }

        while (reader.NextItem())
        {
            if (reader.BeginMap())
            {
                ReadEntry(reader);
            }
        }
    }

    /// <summary>What the log says of a failed resource; null when nothing.</summary>
    public string? ErrorOf(string reference)
    {
        foreach ((string? source, string message) in _errors)
        {
            if (source is not null && IsOf(source, reference))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>What the command of a failed Exec printed, which Puppet logs as notices of the property <c>returns</c>.</summary>
    public string? OutputOf(string reference)
    {
        var lines = new List<string>();
        foreach ((string source, string message) in _notices)
        {
            if (source.EndsWith(reference + "/returns", StringComparison.Ordinal))
            {
                lines.Add(message);
            }
        }

        return lines.Count == 0 ? null : string.Join('\n', lines.Skip(Math.Max(0, lines.Count - MaxOutput)));
    }

    /// <summary>
    /// Why there was no catalog, or why it was not applied. Errors of facts and of plugins are logged in good runs as well, so what is told
    /// of a catalog goes first, then what Puppet itself says, then a resource, then a fact.
    /// </summary>
    public string? CauseOfRun()
    {
        string? cause = null;
        int best = 0;
        foreach ((string? source, string message) in _errors)
        {
            int rank = RankOf(source, message);
            if (rank > best)
            {
                (best, cause) = (rank, message);
            }
        }

        return cause;
    }

    private static int RankOf(string? source, string message)
    {
        if (Consequences.Any(one => message.StartsWith(one, StringComparison.Ordinal)))
        {
            return message.Contains(": ", StringComparison.Ordinal) ? 2 : 1;
        }

        if (message.StartsWith("Could not retrieve catalog", StringComparison.Ordinal)
            || message.StartsWith("Failed to apply catalog", StringComparison.Ordinal)
            || message.Contains("Evaluation Error", StringComparison.Ordinal)
            || message.Contains("Syntax error", StringComparison.Ordinal)
            || message.Contains("dependency cycle", StringComparison.Ordinal))
        {
            return 6;
        }

        return source switch
        {
            "Facter" => 3,
            null or "Puppet" or "puppet-agent" => 5,
            _ => 4,
        };
    }

    private static bool IsOf(string source, string reference)
    {
        int at = source.IndexOf(reference, StringComparison.Ordinal);
        int after = at + reference.Length;
        return at >= 0 && (after == source.Length || source[after] == '/') && (at == 0 || source[at - 1] == '/');
    }

    private void ReadEntry(DocumentReader reader)
    {
        (string? level, string? message, string? source) = (null, null, null);
        while (reader.NextKey() is { } key)
        {
            switch (key)
            {
                case "level":
                    level = reader.ReadText()?.TrimStart(':');
                    break;
                case "message":
                    message = reader.ReadText();
                    break;
                case "source":
                    source = reader.ReadText();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (message is null)
        {
            return;
        }

        if (level is "err" or "alert" or "emerg" or "crit" && _errors.Count < MaxLines)
        {
            _errors.Add((source, message));
        }
        else if (level == "notice" && source is not null && source.EndsWith("/returns", StringComparison.Ordinal) && _notices.Count < MaxLines)
        {
            _notices.Add((source, message));
        }
    }
}
