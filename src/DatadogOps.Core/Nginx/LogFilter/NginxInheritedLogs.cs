using System.Text;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>The logs that servers of fragments take over from the configuration around them.</summary>
internal sealed class NginxInheritedLogs
{
    private readonly NginxFilterTarget _target;
    private readonly NginxAccessLog[]? _logs;
    private readonly Func<string>? _builtIn;

    private NginxInheritedLogs(NginxFilterTarget target, NginxAccessLog[]? logs, Func<string>? builtIn)
    {
        (_target, _logs, _builtIn) = (target, logs, builtIn);
    }

    /// <summary>Looks at the configuration around fragments.</summary>
    /// <param name="target">The fragments.</param>
    /// <param name="builtIn">Path of the log that nginx writes where none is named; null where it is not known.</param>
    public static NginxInheritedLogs Of(NginxFilterTarget target, Func<string>? builtIn) =>
        new(target, target.Around?.HttpBlocks.FirstOrDefault() is { } http ? [.. NginxAccessLog.In(http)] : null, builtIn);

    /// <summary>The same logs with the filter's condition, as directives; none where nothing has to be done.</summary>
    /// <param name="variable">Variable of the filter.</param>
    /// <param name="combine">Makes a variable of the filter and a log's own condition.</param>
    /// <returns>Null where they are not to be seen, or cannot be written again in one line.</returns>
    public IReadOnlyList<string>? Lines(string variable, Func<NginxAccessLog, string> combine)
    {
        if (_logs is null)
        {
            return null;
        }

        if (_logs.Length == 0)
        {
            return _builtIn?.Invoke() is { } path ? [$"access_log {NginxLogFilter.Quote(path)} combined if=${variable};"] : null;
        }

        // Off for all, or changed where they stand.
        if (_logs.Any(log => log.IsOff) || _logs.All(log => _target.IsOwn(log.Directive.Document.Path) || IsFiltered(log)))
        {
            return [];
        }

        string[] lines = [.. _logs.Select(log => Line(log, IsFiltered(log) ? null : log.Condition is null ? log.AddCondition(variable) : log.ReplaceCondition(combine(log)))).OfType<string>()];
        return lines.Length == _logs.Length ? lines : null;
    }

    // By a filter that nginx.conf itself carries.
    private bool IsFiltered(NginxAccessLog log) => _target.Others.SelectMany(NginxMarker.Find).Any(marker => log.RemoveCondition(marker) is not null);

    // Null where it is more than a line of text.
    private static string? Line(NginxAccessLog log, NginxEdit? edit)
    {
        NginxDirective directive = log.Directive;
        ReadOnlySpan<byte> raw = directive.Document.Bytes[directive.Start..directive.WordsEnd];
        byte[] changed = edit is { } change ? NginxEdit.Apply(raw, [change with { Offset = change.Offset - directive.Start }]) : raw.ToArray();
        string line = NginxText.Decode(changed) + ";";
        return line.Contains('\n', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(line) != changed.Length + 1 ? null : line;
    }
}
