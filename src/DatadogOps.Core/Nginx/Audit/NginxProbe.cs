using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Nginx.Audit;

/// <summary>
/// Proves by two requests, one of a checker and one of a browser, each with a word of its own in the query, and by what the logs then
/// hold. The browser's line must be there: without it, the checker's absence would prove nothing.
/// </summary>
public sealed class NginxProbe
{
    private const string BrowserName = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    // The checker's line may come a moment after the browser's, from another worker.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    // nginx -s reload does not wait for it: the workers of before answer until the new ones do.
    private static readonly TimeSpan s_reload = TimeSpan.FromSeconds(3);

    private readonly NginxFilterTarget _target;
    private readonly Uri _uri;
    private readonly TimeSpan _timeout;
    private readonly Func<string, string, Task> _ask;
    private readonly TimeProvider _time;

    private NginxProbe(NginxFilterTarget target, Uri uri, TimeSpan timeout, Func<string, string, Task> ask, TimeProvider time) =>
        (_target, _uri, _timeout, _ask, _time) = (target, uri, timeout, ask, time);

    /// <summary>Asks an address, and looks into each log file of a configuration.</summary>
    /// <param name="path">nginx.conf, a folder with it, a fragment, or a folder of fragments.</param>
    /// <param name="uri">What to ask for.</param>
    /// <param name="userAgent">What the checker calls itself.</param>
    /// <param name="program">Tells the log that is written where none is named, and where relative paths begin; or null.</param>
    /// <param name="prefix">Folder for relative paths, where it is not the program's own.</param>
    /// <param name="timeout">How long lines may take to appear; logs with <c>buffer=</c> need their <c>flush=</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One finding for each log that holds the browser's request.</returns>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.ProbeInconclusive"/>.</exception>
    public static Task<IReadOnlyList<NginxLogFinding>> RunAsync(
        string path, Uri uri, string userAgent, NginxProgram? program, string? prefix, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync(path, uri, userAgent, program, prefix, timeout, (agent, word) => AskAsync(uri, word, agent, timeout, cancellationToken), TimeProvider.System, cancellationToken);

    // As above, with what asks (a user agent, a word in the query) and the clock.
    internal static async Task<IReadOnlyList<NginxLogFinding>> RunAsync(
        string path, Uri uri, string userAgent, NginxProgram? program, string? prefix, TimeSpan timeout, Func<string, string, Task> ask, TimeProvider time, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var probe = new NginxProbe(target, uri, timeout, ask, time);
        long begin = time.GetTimestamp();
        while (true)
        {
            List<LogFile> logs = Logs(target, program, prefix ?? program?.Prefix ?? "/");
            NginxLogFinding[] findings = await probe.AskBothAsync(logs, userAgent, cancellationToken).ConfigureAwait(false);
            // A log with a condition that has the checker, or one without that has it not: perhaps not reloaded yet.
            bool surprises = findings.Any(finding => (finding.Result == NginxLogFinding.Logged) == logs.Find(log => log.Path == finding.LogPath)!.HasCondition);
            if (!surprises || time.GetElapsedTime(begin) > s_reload)
            {
                return findings;
            }
        }
    }

    private async Task<NginxLogFinding[]> AskBothAsync(List<LogFile> logs, string userAgent, CancellationToken cancellationToken)
    {
        string checker = "datadogops-probe-" + Guid.NewGuid().ToString("N");
        string browser = "datadogops-probe-" + Guid.NewGuid().ToString("N");
        await _ask(userAgent, checker).ConfigureAwait(false);
        await _ask(BrowserName, browser).ConfigureAwait(false);
        long begin = _time.GetTimestamp();
        while (_time.GetElapsedTime(begin) < _timeout && !logs.Any(log => log.Holds(browser)))
        {
            await Task.Delay(s_look, _time, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(s_grace, _time, cancellationToken).ConfigureAwait(false);
        NginxLogFinding[] findings = [.. logs.Where(log => log.Holds(browser)).Select(log => Finding(log, log.Holds(checker), userAgent))];
        return findings.Length > 0 ? findings : throw Inconclusive(
            _uri,
            $"in {_timeout.TotalSeconds} s no line of the browser's request appeared in {(logs.Count == 0 ? "any file; the configuration names none that can be read" : string.Join(", ", logs.Select(log => log.Path)))}",
            "See that the address is answered by this nginx, that its format has the request in it, and that the log may be read; for logs with buffer= allow more with -TimeoutSec.",
            null);
    }

    private NginxLogFinding Finding(LogFile log, bool isLogged, string userAgent) => new()
    {
        Path = _target.MainPath ?? _target.Path,
        File = log.File,
        Line = log.Line,
        Context = log.Context,
        ServerName = _uri.Host,
        Location = _uri.AbsolutePath,
        LogPath = log.Path,
        Result = isLogged ? NginxLogFinding.Logged : NginxLogFinding.NotLogged,
        Reason = isLogged
            ? $"A request to {_uri.GetLeftPart(UriPartial.Path)} as '{userAgent}' is in the log, as is one of a browser."
            : $"A request to {_uri.GetLeftPart(UriPartial.Path)} as '{userAgent}' is not in the log; one of a browser is.",
    };

    private static List<LogFile> Logs(NginxFilterTarget target, NginxProgram? program, string prefix)
    {
        var logs = new List<LogFile>();
        // Servers of a fragment may write the logs of the configuration around it.
        IEnumerable<NginxConfiguration> all = target.Around is { } around ? target.Configurations.Append(around) : target.Configurations;
        foreach (NginxBlock block in all.SelectMany(configuration => configuration.Root.Descendants()).Where(block => block.Context.LogsHttp()))
        {
            foreach (NginxAccessLog log in NginxAccessLog.In(block).Where(log => !log.IsOff && log.Target.AsSpan().IndexOfAny('$', '\0') < 0 && !log.Target.StartsWith("syslog:", StringComparison.Ordinal)))
            {
                logs.Add(new LogFile(Path.GetFullPath(Path.Combine(prefix, log.Target)), log.Directive.Document.Path, log.Directive.Line, block.ContextPath, log.Condition is not null));
            }
        }

        if (program is not null)
        {
            logs.Add(new LogFile(program.AccessLogPath, target.MainPath ?? target.Path, 1, "http", false));
        }

        return [.. logs.DistinctBy(log => log.Path)];
    }

    private static async Task AskAsync(Uri uri, string word, string userAgent, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(uri);
        address.Query = (address.Query.Length > 1 ? address.Query[1..] + "&" : "") + word;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = timeout };
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Inconclusive(uri, $"it does not answer: {error.Message}", "Check the address, and that nginx runs.", error);
        }
    }

    private static OperationException Inconclusive(Uri uri, string why, string advice, Exception? inner) => new(
        NginxErrorIds.ProbeInconclusive, OperationErrorKind.ConnectionFailed, uri.GetLeftPart(UriPartial.Path), $"Requests to {uri.GetLeftPart(UriPartial.Path)} prove nothing: {why}.", advice, inner);

    // A log from where it ended before the requests.
    private sealed class LogFile(string path, string file, int line, string context, bool hasCondition)
    {
        private const int MaxRead = 64 * 1024 * 1024;

        private readonly long _start = Length(path);

        public string Path { get; } = path;

        public string File { get; } = file;

        public int Line { get; } = line;

        public string Context { get; } = context;

        public bool HasCondition { get; } = hasCondition;

        public bool Holds(string word)
        {
            try
            {
                using var log = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                log.Position = log.Length < _start ? 0 : _start; // rotated meanwhile
                var bytes = new byte[Math.Min(log.Length - log.Position, MaxRead)];
                int count = log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return bytes.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        private static long Length(string path)
        {
            var info = new FileInfo(path);
            return info.Exists ? info.Length : 0;
        }
    }
}
