using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// Adds the filter to a configuration in memory, and removes it. Adding removes an existing filter first, so that it is idempotent and
/// applies new settings.
/// </summary>
internal sealed class NginxFilterEditor(NginxFilterTarget target)
{
    private readonly List<string> _warnings = [];
    private readonly List<NginxEdit> _edits = [];

    /// <summary>Warnings about the result.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Number of access_log directives that have the filter, or had it before its removal.</summary>
    public int AccessLogs { get; private set; }

    /// <summary>Variable of the filter, without the <c>$</c>.</summary>
    public string? Variable { get; private set; }

    /// <summary>Removes the filter. The files are then byte for byte as they were before it was added.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var documents = new HashSet<NginxDocument>(target.Configurations.SelectMany(configuration => configuration.Documents));
        NginxManagedBlock[] blocks = [.. documents.SelectMany(NginxManagedBlock.Find)];
        if (blocks.Length == 0)
        {
            return;
        }

        Variable = blocks[0].Variable;
        foreach (NginxManagedBlock block in blocks)
        {
            _edits.Add(new NginxEdit(block.Document, block.Start, block.End - block.Start, []));
        }

        foreach (NginxAccessLog log in HttpLogs())
        {
            bool isManaged = blocks.Any(block => block.Document == log.Directive.Document && block.Start <= log.Directive.Start && log.Directive.Start < block.End);
            if (!isManaged && blocks.Select(block => log.RemoveCondition(block)).FirstOrDefault(edit => edit is not null) is { } edit)
            {
                _edits.Add(edit);
                AccessLogs++;
            }
        }

        ApplyEdits();
        foreach (string file in documents.Select(document => document.Path).Where(NginxFilterTarget.IsFilterFile))
        {
            if (target.Files.Changed.TryGetValue(file, out ReadOnlyMemory<byte>? rest) && rest is { Length: 0 })
            {
                target.Files.Change(file, null);
            }
        }

        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds the filter.</summary>
    /// <param name="options">Settings of the filter.</param>
    /// <param name="defaultLog">Path of nginx's built-in default log; null if unknown.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OperationException">The settings are invalid, or the configuration has no place for the filter.</exception>
    public async Task AddAsync(NginxLogFilterOptions options, string? defaultLog, CancellationToken cancellationToken)
    {
        options.Check();
        await RemoveAsync(cancellationToken).ConfigureAwait(false);
        AccessLogs = 0;
        NginxBlock http = target.Configurations.SelectMany(configuration => configuration.HttpBlocks).FirstOrDefault()
            ?? throw new OperationException(
                NginxErrorIds.NoHttpBlock, OperationErrorKind.InvalidInput, target.Path, $"{target.Path} has no http block and no fragment that belongs into one.", "Specify the path of nginx.conf.");
        string variable = Variable = NginxVariableName.Choose(target, options);
        RejectSharedLogs();
        var body = new StringBuilder(NginxLogFilter.MapText(options, variable));
        var combined = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (NginxAccessLog log in HttpLogs().Where(log => !log.IsOff))
        {
            _edits.Add(log.Condition is null ? log.AddCondition(variable) : log.ReplaceCondition(Combine(log)));
            AccessLogs++;
        }

        if (!target.IsWhole)
        {
            RepeatInheritedLogs(variable, defaultLog, Combine);
        }
        else if (ServersWithoutLog(http).Any() && !NginxAccessLog.In(http).Any())
        {
            // nginx writes its built-in log for servers that neither have nor inherit an access_log (ngx_http_log_merge_loc_conf).
            AddDefaultLog(body, variable, defaultLog);
        }

        if (target.FilterFile is not { } file)
        {
            NginxFilterText.Insert(http, variable, body.ToString(), _edits);
        }
        else if (AccessLogs > 0)
        {
            WriteFilterFile(file, variable, body.ToString());
        }

        ApplyEdits();
        await target.LoadAsync(cancellationToken).ConfigureAwait(false);

        string Combine(NginxAccessLog log)
        {
            // Keyed by the word as written, which removal restores.
            ReadOnlySpan<byte> raw = log.Directive.RawWord(log.ConditionWord);
            string key = Convert.ToHexString(raw);
            if (!combined.TryGetValue(key, out string? both))
            {
                both = combined[key] = $"{variable}_{combined.Count + 2}";
                body.Append(NginxManagedBlock.Replaces(both, raw)).Append('\n');
                body.Append($"map {NginxLogFilter.Quote($"${variable}:{log.Condition}")} ${both} {{\n    volatile;\n    default 1;\n    \"~^0:\" 0;\n    \"~^1:0?\\\\z\" 0;\n}}\n");
            }

            return both;
        }
    }

    private void ApplyEdits()
    {
        target.Files.Apply(_edits);
        _edits.Clear();
    }

    private void WriteFilterFile(string file, string variable, string body)
    {
        if (target.Files.Exists(file))
        {
            throw new OperationException(
                NginxErrorIds.WriteFailed, OperationErrorKind.InvalidInput, file, $"{file} exists and contains something other than the filter.", "Move the file away, or specify nginx.conf as the path.");
        }

        if (target.Surrounding is { } surrounding && !surrounding.Includes(file))
        {
            _warnings.Add($"{file} is not included by the http block of {surrounding.MainPath}. Include it, or specify the path of nginx.conf.");
        }

        target.Files.Change(file, NginxFilterText.FilterFile(variable, body));
    }

    // Each directive once, even if its file is included several times.
    private IEnumerable<NginxAccessLog> HttpLogs() => target.Configurations
        .SelectMany(configuration => configuration.Root.Descendants())
        .Where(block => block.Context.LogsHttp())
        .SelectMany(NginxAccessLog.In)
        .DistinctBy(log => log.Directive);

    private static IEnumerable<NginxBlock> ServersWithoutLog(NginxBlock http) =>
        http.Descendants().Where(block => block.Context == NginxContext.Server && !NginxAccessLog.In(block).Any());

    // Servers of a fragment may inherit logs from a file that is not part of the target and is not changed. They get the same logs with the condition.
    private void RepeatInheritedLogs(string variable, string? defaultLog, Func<NginxAccessLog, string> combine)
    {
        NginxBlock[] servers =
        [
            .. target.Configurations.SelectMany(configuration => configuration.HttpBlocks)
                .Where(http => !NginxAccessLog.In(http).Any())
                .SelectMany(ServersWithoutLog)
                .DistinctBy(server => server.Directive),
        ];
        if (servers.Length == 0)
        {
            return;
        }

        if (NginxInheritedLogs.Repeat(target, variable, defaultLog, combine) is not { } lines)
        {
            _warnings.Add($"{target.Path}: the server {servers[0].ServerName} has no access_log. The log that it inherits is not part of the specified files and was not changed. To change it too, specify the path of nginx.conf.");
            return;
        }

        foreach (NginxBlock server in lines.Count == 0 ? [] : servers)
        {
            NginxFilterText.Insert(server, variable, $"# Inherited logs, with the condition.\n{string.Join('\n', lines)}\n", _edits);
            AccessLogs += lines.Count;
        }
    }

    private void AddDefaultLog(StringBuilder body, string variable, string? defaultLog)
    {
        string path = defaultLog ?? throw new OperationException(
            NginxErrorIds.DefaultLogUnknown,
            OperationErrorKind.NotFound,
            target.Path,
            $"{target.Path} has servers without an access_log, for which nginx writes its built-in default log. Its path is unknown because nginx was not found.",
            "Specify the path with -AccessLogPath, or nginx with -NginxPath.");
        body.Append("# nginx's built-in default log.\n");
        body.Append($"access_log {NginxLogFilter.Quote(path)} combined if=${variable};\n");
        AccessLogs++;
    }

    private void RejectSharedLogs()
    {
        HashSet<NginxDirective> inStream = [.. target.Configurations
            .SelectMany(configuration => configuration.Root.Descendants())
            .Where(block => block.Context == NginxContext.Stream)
            .SelectMany(NginxAccessLog.In)
            .Where(log => !log.IsOff)
            .Select(log => log.Directive)];
        if (inStream.Count > 0 && HttpLogs().FirstOrDefault(log => inStream.Contains(log.Directive)) is { Directive: { Document: not null } shared })
        {
            throw new OperationException(
                NginxErrorIds.SharedWithStream,
                OperationErrorKind.InvalidInput,
                shared.Document.Path,
                $"{shared.Document.Path}, line {shared.Line}: this access_log is included in both http and stream, but stream cannot use a map of http.",
                "Give stream an access_log of its own.");
        }
    }
}
