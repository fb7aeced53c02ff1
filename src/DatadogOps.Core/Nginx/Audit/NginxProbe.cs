using System.Text;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Nginx.Audit;

/// <summary>
/// Proves by two requests, one of a checker and one of a browser, each with a word of its own in the query, and by what the logs then
/// hold. The browser's line must be there: without it, the checker's absence would prove nothing.
/// </summary>
public static class NginxProbe
{
    private const string BrowserName = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    // The checker's line may come a moment after the browser's, from another worker.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    // nginx -s reload does not wait for it: the workers of before answer until the new ones do.
    private static readonly TimeSpan s_reload = TimeSpan.FromSeconds(3);

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
    public static async Task<IReadOnlyList<NginxLogFinding>> RunAsync(
        string path, Uri uri, string userAgent, NginxProgram? program, string? prefix, TimeSpan timeout, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        long end = Environment.TickCount64 + (long)s_reload.TotalMilliseconds;
        while (true)
        {
            List<LogFile> logs = Logs(target, program, prefix ?? program?.Prefix ?? "/");
            NginxLogFinding[] findings = await AskBothAsync(target, logs, uri, userAgent, timeout, cancellationToken).ConfigureAwait(false);
            // A log with a condition that has the checker, or one without that has it not: perhaps not reloaded yet.
            bool surprises = findings.Any(finding => (finding.Result == NginxLogFinding.Logged) == logs.Find(log => log.Path == finding.LogPath)!.HasCondition);
            if (!surprises || Environment.TickCount64 > end)
            {
                return findings;
            }
        }
    }

    private static async Task<NginxLogFinding[]> AskBothAsync(
        NginxFilterTarget target, List<LogFile> logs, Uri uri, string userAgent, TimeSpan timeout, CancellationToken cancellationToken)
    {
        byte[] checker = Encoding.ASCII.GetBytes("datadogops-probe-" + Guid.NewGuid().ToString("N"));
        byte[] browser = Encoding.ASCII.GetBytes("datadogops-probe-" + Guid.NewGuid().ToString("N"));
        await AskAsync(uri, checker, userAgent, timeout, cancellationToken).ConfigureAwait(false);
        await AskAsync(uri, browser, BrowserName, timeout, cancellationToken).ConfigureAwait(false);
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (Environment.TickCount64 < end && !logs.Any(log => log.Holds(browser)))
        {
            await Task.Delay(s_look, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(s_grace, cancellationToken).ConfigureAwait(false);
        NginxLogFinding[] findings = [.. logs.Where(log => log.Holds(browser)).Select(log => new NginxLogFinding
        {
            Path = target.MainPath ?? target.Path,
            File = log.File,
            Line = log.Line,
            Context = log.Context,
            ServerName = uri.Host,
            Location = uri.AbsolutePath,
            LogPath = log.Path,
            Result = log.Holds(checker) ? NginxLogFinding.Logged : NginxLogFinding.NotLogged,
            Reason = log.Holds(checker)
                ? $"A request to {uri.GetLeftPart(UriPartial.Path)} as '{userAgent}' is in the log, as is one of a browser."
                : $"A request to {uri.GetLeftPart(UriPartial.Path)} as '{userAgent}' is not in the log; one of a browser is.",
        })];
        return findings.Length > 0 ? findings : throw Inconclusive(
            uri,
            $"in {timeout.TotalSeconds} s no line of the browser's request appeared in {(logs.Count == 0 ? "any file; the configuration names none that can be read" : string.Join(", ", logs.Select(log => log.Path)))}",
            "See that the address is answered by this nginx, that its format has the request in it, and that the log may be read; for logs with buffer= allow more with -TimeoutSec.",
            null);
    }

    private static List<LogFile> Logs(NginxFilterTarget target, NginxProgram? program, string prefix)
    {
        var logs = new List<LogFile>();
        foreach (NginxBlock block in target.Configurations.SelectMany(configuration => configuration.Root.Descendants()).Where(block => block.Context.LogsHttp()))
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

    private static async Task AskAsync(Uri uri, byte[] word, string userAgent, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(uri);
        address.Query = (address.Query.Length > 1 ? address.Query[1..] + "&" : "") + Encoding.ASCII.GetString(word);
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

        public bool Holds(byte[] word)
        {
            try
            {
                using var log = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                log.Position = log.Length < _start ? 0 : _start; // rotated meanwhile
                var bytes = new byte[Math.Min(log.Length - log.Position, MaxRead)];
                int count = log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return bytes.AsSpan(0, count).IndexOf(word) >= 0;
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
