using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Tools.Puppet;

/// <summary>The lines of a report's log that may contain the cause of a failure.</summary>
internal sealed class PuppetLog
{
    // A run may log endlessly; the output of a failing resource and the errors around it are short.
    private const int MaxLines = 10_000;
    private const int MaxLength = 16 * 1024 * 1024;
    private const int MaxMessage = 256 * 1024;
    private const int MaxOutput = 20;

    // For resources of different types with the same title.
    private const int MaxByTitle = 10 * MaxOutput;

    private const string Returns = "/returns";

    // Logged for a failed run, but never the cause.
    private static readonly string[] Consequences =
    [
        "Could not retrieve catalog; skipping run",
        "Not using cache on failed catalog",
        "Could not run Puppet configuration client",
        "Using cached catalog",
        "Failed to apply catalog: Some pre-run checks failed",
    ];

    private readonly List<(string? Source, string Message)> _errors = [];
    private readonly Dictionary<string, List<(string Source, string Message)>> _errorsByTitle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<(string Source, string Message)>> _outputByTitle = new(StringComparer.Ordinal);
    private int _length;

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

    /// <summary>The error of a failed resource; null if there is none.</summary>
    public string? ErrorOf(string reference) =>
        _errorsByTitle.GetValueOrDefault(TitleOf(reference))?.Find(one => IsOf(one.Source, reference)).Message;

    /// <summary>Output of the command of a failed Exec, which Puppet logs as notices of the property <c>returns</c>.</summary>
    public string? OutputOf(string reference)
    {
        string source = reference + Returns;
        List<string> lines = [.. _outputByTitle.GetValueOrDefault(TitleOf(reference))?.Where(one => one.Source.EndsWith(source, StringComparison.Ordinal)).Select(one => one.Message) ?? []];
        return lines.Count == 0 ? null : string.Join('\n', lines.TakeLast(MaxOutput));
    }

    /// <summary>
    /// Why there was no catalog, or why it was not applied. Errors of facts and plugins are logged in successful runs too, so messages about
    /// the catalog take precedence, then those of Puppet itself, then of a resource, then of a fact.
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

        message = message.Length > MaxMessage ? message[..MaxMessage] : message;
        if (level is "err" or "alert" or "emerg" or "crit" && _errors.Count < MaxLines && HasRoom(message))
        {
            _errors.Add((source, message));
            if (source is not null && Of(_errorsByTitle, source) is { Count: < MaxByTitle } errors)
            {
                errors.Add((source, message));
            }
        }
        else if (level == "notice" && source is not null && source.EndsWith(Returns, StringComparison.Ordinal) && HasRoom(message))
        {
            Queue<(string Source, string Message)> output = Of(_outputByTitle, source);
            output.Enqueue((source, message));
            if (output.Count > MaxByTitle)
            {
                _length -= output.Dequeue().Message.Length;
            }
        }
    }

    private bool HasRoom(string message)
    {
        bool hasRoom = _length + message.Length <= MaxLength;
        _length += hasRoom ? message.Length : 0;
        return hasRoom;
    }

    private static T Of<T>(Dictionary<string, T> byTitle, string source)
        where T : class, new()
    {
        string title = TitleOf(source);
        if (!byTitle.TryGetValue(title, out T? lines))
        {
            byTitle[title] = lines = new T();
        }

        return lines;
    }

    // The end of a resource's title, equal in "Exec[x]" and "/Stage[main]/App/Exec[x]/returns"; a key for lookup.
    private static string TitleOf(string reference)
    {
        int close = reference.LastIndexOf(']');
        int open = close < 0 ? -1 : reference.LastIndexOf('[', close);
        return open < 0 ? "" : reference[open..close];
    }
}
