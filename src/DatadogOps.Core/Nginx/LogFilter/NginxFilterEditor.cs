using System.Text;
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
        var edits = new EditList();
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
        if (target.OwnFile is { } own && target.Files.Changed.TryGetValue(own, out ReadOnlyMemory<byte>? rest) && rest is { Length: 0 })
        {
            target.Files.Change(own, null);
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
        string variable = Variable = ChooseVariable(options);
        RefuseSharedLogs();
        var edits = new EditList();
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

        if (InheritsBuiltIn(http))
        {
            AddDefaultLog(body, variable, defaultLog);
        }

        if (target.OwnFile is { } own)
        {
            if (target.Files.Original(own) is not null && target.Files.Changed.GetValueOrDefault(own) is not null || (!target.Files.Changed.ContainsKey(own) && File.Exists(own)))
            {
                throw new OperationException(
                    NginxErrorIds.WriteFailed, OperationErrorKind.InvalidInput, own, $"{own} is there already and holds something else than the filter.", "Move it away, or give nginx.conf as the path.");
            }

            edits.Apply(target.Files);
            target.Files.Change(own, Encoding.UTF8.GetBytes(Block(variable, body.ToString(), "", "\n", breaksLine: false)));
        }
        else
        {
            Insert(http, variable, body.ToString(), edits);
            edits.Apply(target.Files);
        }

        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
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
    private bool InheritsBuiltIn(NginxBlock http)
    {
        NginxBlock[] without = [.. http.Descendants().Where(block => block.Context == NginxContext.Server && !NginxAccessLog.In(block).Any())];
        if (without.Length == 0 || NginxAccessLog.In(http).Any())
        {
            return false;
        }

        if (!target.IsWhole)
        {
            _warnings.Add($"{target.Path}: the server {without[0].ServerName} names no access_log. What it inherits is outside of the files given and stays as it is; give the path of nginx.conf to change that too.");
        }

        return target.IsWhole;
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

    private string ChooseVariable(NginxLogFilterOptions options)
    {
        NginxDocument[] documents = [.. target.Configurations.SelectMany(configuration => configuration.Documents).Distinct()];
        if (options.VariableName is { } wanted)
        {
            return !IsUsed(wanted) ? wanted : throw new OperationException(
                NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, wanted, $"The variable ${wanted} is in use in {target.Path}.", "Choose another name, or none: an unused one is then found.");
        }

        string name = NginxLogFilterOptions.DefaultVariableName;
        for (int i = 1; IsUsed(name); i++)
        {
            name = $"{NginxLogFilterOptions.DefaultVariableName}_v{i + 1}";
        }

        return name;

        bool IsUsed(string candidate) => documents.Any(document => Mentions(document.Bytes, candidate));
    }

    // Also the names that are made of it: _2, _address.
    private static bool Mentions(ReadOnlySpan<byte> text, string name)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(name);
        for (int at = text.IndexOf(wanted); at >= 0;)
        {
            int end = at + wanted.Length;
            bool begins = at == 0 || !IsNameByte(text[at - 1]);
            bool ends = end == text.Length || !IsNameByte(text[end]) || text[end] == (byte)'_';
            if (begins && ends && !(end + 1 < text.Length && text[end] == (byte)'_' && text[end + 1] == (byte)'v'))
            {
                return true;
            }

            int next = text[end..].IndexOf(wanted);
            at = next < 0 ? -1 : end + next;
        }

        return false;
    }

    private static bool IsNameByte(byte b) => b == (byte)'_' || char.IsAsciiLetterOrDigit((char)b);

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

    // At the end of http: map_hash_bucket_size and the like must stand before the first map.
    private static void Insert(NginxBlock http, string variable, string body, EditList edits)
    {
        NginxDirective directive = http.Directive!.Value;
        ReadOnlySpan<byte> text = directive.Document.Bytes;
        int at = directive.BodyEnd;
        while (text[at - 1] is (byte)' ' or (byte)'\t')
        {
            at--;
        }

        bool breaksLine = text[at - 1] != (byte)'\n';
        int firstEnd = text.IndexOf((byte)'\n');
        string newline = firstEnd > 0 && text[firstEnd - 1] == (byte)'\r' ? "\r\n" : "\n";
        string block = Block(variable, body, Indentation(directive), newline, breaksLine);
        edits.Add(directive.Document, new NginxEdit(breaksLine ? directive.BodyEnd : at, 0, Encoding.UTF8.GetBytes(breaksLine ? newline + block : block)));
    }

    // As the block's first directive that begins a line; the body of a fragment's own file has none.
    private static string Indentation(NginxDirective http)
    {
        ReadOnlySpan<byte> text = http.Document.Bytes;
        foreach (NginxDirective child in http.Children)
        {
            int start = child.Start;
            while (text[start - 1] is (byte)' ' or (byte)'\t')
            {
                start--;
            }

            if (text[start - 1] == (byte)'\n')
            {
                return NginxText.Decode(text[start..child.Start]);
            }
        }

        return "    ";
    }

    private static string Block(string variable, string body, string indentation, string newline, bool breaksLine)
    {
        string[] lines = [NginxMarker.Begin(variable, breaksLine), .. body.TrimEnd('\n').Split('\n'), NginxMarker.EndLine];
        return string.Concat(lines.Select(line => indentation + line + newline));
    }

    private sealed class EditList
    {
        private readonly Dictionary<NginxDocument, List<NginxEdit>> _edits = [];

        public void Add(NginxDocument document, NginxEdit edit)
        {
            if (!_edits.TryGetValue(document, out List<NginxEdit>? list))
            {
                _edits[document] = list = [];
            }

            list.Add(edit);
        }

        public void Apply(NginxFiles files)
        {
            foreach ((NginxDocument document, List<NginxEdit> edits) in _edits)
            {
                files.Change(document.Path, NginxEdit.Apply(document.Bytes, edits));
            }
        }
    }
}
