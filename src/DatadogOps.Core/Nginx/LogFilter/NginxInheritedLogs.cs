using System.Text;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>The logs that the servers of fragments inherit from the configuration around them.</summary>
internal static class NginxInheritedLogs
{
    /// <summary>Repeats the inherited logs with the filter's condition, as directives; none if nothing needs to be done.</summary>
    /// <param name="target">The fragments.</param>
    /// <param name="variable">Variable of the filter.</param>
    /// <param name="defaultLog">Path of nginx's built-in default log; null if unknown.</param>
    /// <param name="combine">Creates a variable that combines the filter with a log's own condition.</param>
    /// <returns>Null if the inherited logs are unknown or cannot be repeated on one line.</returns>
    public static IReadOnlyList<string>? Repeat(NginxFilterTarget target, string variable, string? defaultLog, Func<NginxAccessLog, string> combine)
    {
        if (target.Surrounding?.HttpBlocks.FirstOrDefault() is not { } http)
        {
            return null;
        }

        NginxAccessLog[] logs = [.. NginxAccessLog.In(http)];
        if (logs.Length == 0)
        {
            return defaultLog is null ? null : [$"access_log {NginxLogFilter.Quote(defaultLog)} combined if=${variable};"];
        }

        // Disabled for all, or edited in place.
        if (logs.Any(log => log.IsOff) || logs.All(log => target.IsOwn(log.Directive.Document.Path) || IsFiltered(log)))
        {
            return [];
        }

        string[] lines = [.. logs.Select(log => Line(log, IsFiltered(log) ? null : log.Condition is null ? log.AddCondition(variable) : log.ReplaceCondition(combine(log)))).OfType<string>()];
        return lines.Length == logs.Length ? lines : null;

        // By a filter in nginx.conf itself.
        bool IsFiltered(NginxAccessLog log) => target.SurroundingDocuments.SelectMany(NginxManagedBlock.Find).Any(block => log.RemoveCondition(block) is not null);
    }

    // Null if it is not a single line of text.
    private static string? Line(NginxAccessLog log, NginxEdit? edit)
    {
        NginxDirective directive = log.Directive;
        ReadOnlySpan<byte> raw = directive.Document.Bytes[directive.Start..directive.WordsEnd];
        byte[] changed = edit is { } change ? NginxEdit.Apply(raw, [change with { Offset = change.Offset - directive.Start }]) : raw.ToArray();
        string line = NginxText.Decode(changed) + ";";
        return line.Contains('\n', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(line) != changed.Length + 1 ? null : line;
    }
}
