using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// Puts the filter into a configuration in memory, and takes it out. Adding begins with taking out, so that adding twice is
/// adding once, and other settings take the place of earlier ones.
/// </summary>
internal sealed class NginxFilterEditor(NginxFilterTarget target)
{
    private readonly List<string> _warnings = [];

    /// <summary>What to know about the result.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How many access_log directives carry the filter.</summary>
    public int AccessLogs { get; private set; }

    /// <summary>Variable of the filter, without the <c>$</c>.</summary>
    public string? Variable { get; private set; }

    /// <summary>Takes the filter out; the files are then, byte for byte, as they were without it.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var documents = new HashSet<NginxDocument>(target.Configurations.SelectMany(configuration => configuration.Documents));
        NginxMarker[] markers = [.. documents.SelectMany(NginxMarker.Find)];
        if (markers.Length == 0)
        {
            return;
        }

        Variable = markers[0].Variable;
        var edits = new NginxEditList();
        foreach (NginxMarker marker in markers)
        {
            edits.Add(marker.Document, new NginxEdit(marker.Start, marker.End - marker.Start, []));
        }

        foreach (NginxAccessLog log in HttpLogs())
        {
            bool inMarker = markers.Any(marker => marker.Document == log.Directive.Document && marker.Start <= log.Directive.Start && log.Directive.Start < marker.End);
            if (!inMarker && markers.Select(marker => log.RemoveCondition(marker)).FirstOrDefault(edit => edit is not null) is { } edit)
            {
                edits.Add(log.Directive.Document, edit);
                AccessLogs++;
            }
        }

        edits.Apply(target.Files);
        foreach (string own in documents.Select(document => document.Path).Where(NginxFilterTarget.IsMadeForMap))
        {
            if (target.Files.Changed.TryGetValue(own, out ReadOnlyMemory<byte>? rest) && rest is { Length: 0 })
            {
                target.Files.Change(own, null);
            }
        }

        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the filter in.</summary>
    /// <param name="options">What is kept out of the log.</param>
    /// <param name="defaultLog">Path of the log that nginx writes where none is named; null when it is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationException">There is no place for it, or it cannot be made.</exception>
    public async Task AddAsync(NginxLogFilterOptions options, Func<string>? defaultLog, CancellationToken cancellationToken)
    {
        options.Check();
        await RemoveAsync(cancellationToken).ConfigureAwait(false);
        AccessLogs = 0;
        NginxBlock http = target.Configurations.SelectMany(configuration => configuration.HttpBlocks).FirstOrDefault()
            ?? throw new OperationException(
                NginxErrorIds.NoHttpBlock, OperationErrorKind.InvalidInput, target.Path, $"There is no http block in {target.Path}, and nothing that belongs into one.", "Give the path of nginx.conf.");
        string variable = Variable = NginxVariableName.Choose(target, options);
        RefuseSharedLogs();
        var edits = new NginxEditList();
        var body = new StringBuilder(NginxLogFilter.MapText(options, variable));
        var combined = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (NginxAccessLog log in HttpLogs().Where(log => !log.IsOff))
        {
            if (log.Condition is null)
            {
                edits.Add(log.Directive.Document, log.AddCondition(variable));
            }
            else
            {
                edits.Add(log.Directive.Document, log.ReplaceCondition(Combine(log, variable, combined, body)));
            }

            AccessLogs++;
        }

        if (!target.IsWhole)
        {
            NameInherited(variable, defaultLog, log => Combine(log, variable, combined, body), edits);
        }
        else if (InheritsBuiltIn(http))
        {
            AddDefaultLog(body, variable, defaultLog);
        }

        if (target.OwnFile is not { } own)
        {
            NginxFilterText.Insert(http, variable, body.ToString(), edits);
        }
        else if (AccessLogs > 0)
        {
            // Where nothing in the fragments is logged, a map would be for nobody.
            WriteOwnFile(own, variable, body.ToString());
        }

        edits.Apply(target.Files);
        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WriteOwnFile(string own, string variable, string body)
    {
        if (target.Files.Original(own) is not null && target.Files.Changed.GetValueOrDefault(own) is not null || (!target.Files.Changed.ContainsKey(own) && File.Exists(own)))
        {
            throw new OperationException(
                NginxErrorIds.WriteFailed, OperationErrorKind.InvalidInput, own, $"{own} is there already and holds something else than the filter.", "Move it away, or give nginx.conf as the path.");
        }

        if (target.Around is { } around && !around.Includes(own))
        {
            _warnings.Add($"{own}: nothing in the http block of {around.MainPath} includes a file of that name. Include it, or give the path of nginx.conf.");
        }

        target.Files.Change(own, NginxFilterText.OwnFile(variable, body));
    }

    // Each directive once, however often its file is included.
    private IEnumerable<NginxAccessLog> HttpLogs() => target.Configurations
        .SelectMany(configuration => configuration.Root.Descendants())
        .Where(block => block.Context.LogsHttp())
        .SelectMany(NginxAccessLog.In)
        .DistinctBy(log => log.Directive);

    private static string Combine(NginxAccessLog log, string variable, Dictionary<string, string> combined, StringBuilder body)
    {
        // By the word as it is written, so that removal puts back just that.
        ReadOnlySpan<byte> raw = log.Directive.RawWord(log.ConditionWord);
        string key = Convert.ToHexString(raw);
        if (!combined.TryGetValue(key, out string? both))
        {
            both = combined[key] = $"{variable}_{combined.Count + 2}";
            body.Append(NginxMarker.InPlaceOf(both, raw)).Append('\n');
            body.Append($"map {NginxLogFilter.Quote($"${variable}:{log.Condition}")} ${both} {{\n    volatile;\n    default 1;\n    \"~^0:\" 0;\n    \"~^1:0?\\\\z\" 0;\n}}\n");
        }

        return both;
    }

    // The built-in log is written for servers where neither they nor http name one (ngx_http_log_merge_loc_conf).
    private static bool InheritsBuiltIn(NginxBlock http) => Nameless(http).Any() && !NginxAccessLog.In(http).Any();

    // The servers that name no log of their own.
    private static IEnumerable<NginxBlock> Nameless(NginxBlock http) =>
        http.Descendants().Where(block => block.Context == NginxContext.Server && !NginxAccessLog.In(block).Any());

    // What a fragment's servers inherit stands in a file that was not given, and stays as it is: they get the same logs with the condition.
    private void NameInherited(string variable, Func<string>? defaultLog, Func<NginxAccessLog, string> combine, NginxEditList edits)
    {
        NginxBlock[] servers =
        [
            .. target.Configurations.SelectMany(configuration => configuration.HttpBlocks)
                .Where(http => !NginxAccessLog.In(http).Any())
                .SelectMany(Nameless)
                .DistinctBy(server => server.Directive),
        ];
        if (servers.Length == 0)
        {
            return;
        }

        if (NginxInheritedLogs.Of(target, defaultLog).Lines(variable, combine) is not { } lines)
        {
            _warnings.Add($"{target.Path}: the server {servers[0].ServerName} names no access_log. What it inherits is outside of the files given and stays as it is; give the path of nginx.conf to change that too.");
            return;
        }

        foreach (NginxBlock server in lines.Count == 0 ? [] : servers)
        {
            NginxFilterText.Insert(server, variable, $"# What the server inherits, with the condition.\n{string.Join('\n', lines)}\n", edits);
            AccessLogs += lines.Count;
        }
    }

    private void AddDefaultLog(StringBuilder body, string variable, Func<string>? defaultLog)
    {
        string path = defaultLog?.Invoke() ?? throw new OperationException(
            NginxErrorIds.DefaultLogUnknown,
            OperationErrorKind.NotFound,
            target.Path,
            $"Servers in {target.Path} name no access_log, so nginx writes the one that it was built with; which that is, only the program tells, and it is not here.",
            "Give the path with -AccessLogPath, or the program with -NginxPath.");
        body.Append("# The log that nginx writes where none is named.\n");
        body.Append($"access_log {NginxLogFilter.Quote(path)} combined if=${variable};\n");
        AccessLogs++;
    }

    private void RefuseSharedLogs()
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
                $"{shared.Document.Path}, line {shared.Line}: this access_log is included in http and in stream, and a map of http is unknown in stream.",
                "Give stream an access_log of its own.");
        }
    }
}
