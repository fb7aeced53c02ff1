using System.Text;
using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Nginx.Audit;

/// <summary>
/// Tests the filter with two requests, one with the user agent under test and one as a browser, each with a unique token in its query,
/// and looks for the tokens in the logs. Without the browser's line, a missing line of the other request would prove nothing.
/// </summary>
public sealed class NginxProbe
{
    private const string BrowserName = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);

    // Another worker may log the first request slightly after the second.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    // nginx -s reload is asynchronous: old workers respond until the new ones are ready.
    private static readonly TimeSpan s_reloadTime = TimeSpan.FromSeconds(3);

    private readonly NginxFilterTarget _target;
    private readonly Uri _uri;
    private readonly TimeSpan _timeout;
    private readonly Func<string, string, Task> _send;
    private readonly TimeProvider _time;

    private NginxProbe(NginxFilterTarget target, Uri uri, TimeSpan timeout, Func<string, string, Task> ask, TimeProvider time) =>
        (_target, _uri, _timeout, _send, _time) = (target, uri, timeout, ask, time);

    /// <summary>Sends the requests and searches each log file of the configuration.</summary>
    /// <param name="path">nginx.conf, its folder, a fragment, or a folder of fragments.</param>
    /// <param name="uri">Address to request.</param>
    /// <param name="userAgent">The user agent to test.</param>
    /// <param name="program">The nginx binary, for its built-in default log and prefix; or null.</param>
    /// <param name="prefix">Folder for relative paths; null for the binary's prefix.</param>
    /// <param name="timeout">How long to wait for lines to appear; logs with <c>buffer=</c> are delayed by <c>flush=</c>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>One finding for each log that contains the browser's request.</returns>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.ProbeInconclusive"/>.</exception>
    public static Task<IReadOnlyList<NginxLogFinding>> RunAsync(
        string path, Uri uri, string userAgent, NginxProgram? program, string? prefix, TimeSpan timeout, CancellationToken cancellationToken) =>
        RunAsync(path, uri, userAgent, program, prefix, timeout, (agent, token) => SendAsync(uri, token, agent, timeout, cancellationToken), TimeProvider.System, cancellationToken);

    // For tests: with the function that sends a request (user agent, token) and the clock.
    internal static async Task<IReadOnlyList<NginxLogFinding>> RunAsync(
        string path, Uri uri, string userAgent, NginxProgram? program, string? prefix, TimeSpan timeout, Func<string, string, Task> ask, TimeProvider time, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var probe = new NginxProbe(target, uri, timeout, ask, time);
        long begin = time.GetTimestamp();
        while (true)
        {
            List<LogFile> logs = Logs(target, program, prefix ?? program?.Prefix ?? "/");
            NginxLogFinding[] findings = await probe.SendBothAsync(logs, userAgent, cancellationToken).ConfigureAwait(false);
            // A log with a condition that has the request, or one without that lacks it: nginx may not have reloaded yet.
            bool isUnexpected = findings.Any(finding => (finding.Status == Finding.Failed) == logs.Find(log => log.Path == finding.LogPath)!.HasCondition);
            if (!isUnexpected || time.GetElapsedTime(begin) > s_reloadTime)
            {
                return findings;
            }
        }
    }

    private async Task<NginxLogFinding[]> SendBothAsync(List<LogFile> logs, string userAgent, CancellationToken cancellationToken)
    {
        string tested = "datadogops-probe-" + Guid.NewGuid().ToString("N");
        string browser = "datadogops-probe-" + Guid.NewGuid().ToString("N");
        await _send(userAgent, tested).ConfigureAwait(false);
        await _send(BrowserName, browser).ConfigureAwait(false);
        long begin = _time.GetTimestamp();
        while (_time.GetElapsedTime(begin) < _timeout && !logs.Any(log => log.Contains(browser)))
        {
            await Task.Delay(s_pollInterval, _time, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(s_grace, _time, cancellationToken).ConfigureAwait(false);
        NginxLogFinding[] findings = [.. logs.Where(log => log.Contains(browser)).Select(log => Report(log, log.Contains(tested), userAgent))];
        return findings.Length > 0 ? findings : throw Inconclusive(
            _uri,
            $"the browser's request did not appear within {_timeout.TotalSeconds} s in {(logs.Count == 0 ? "any file, since the configuration has no readable log" : string.Join(", ", logs.Select(log => log.Path)))}",
            "Check that this nginx serves the address, that the log format includes the request, and that the log can be read. For logs with buffer=, increase -TimeoutSec.",
            null);
    }

    private NginxLogFinding Report(LogFile log, bool isLogged, string userAgent)
    {
        string request = $"A request to {_uri.GetLeftPart(UriPartial.Path)} as '{userAgent}'";
        return NginxLogFinding.Of(
            isLogged ? NginxLogFinding.Logged : NginxLogFinding.NotLogged,
            isLogged ? $"{request} was logged, and so was one as a browser." : $"{request} was not logged; one as a browser was.",
            _uri.Host,
            _uri.AbsolutePath) with
        {
            Path = _target.MainPath ?? _target.Path,
            File = log.File,
            Line = log.Line,
            Context = log.Context,
            LogPath = log.Path,
        };
    }

    private static List<LogFile> Logs(NginxFilterTarget target, NginxProgram? program, string prefix)
    {
        var logs = new List<LogFile>();
        // Servers of a fragment may write the logs of the surrounding configuration.
        IEnumerable<NginxConfiguration> all = target.Surrounding is { } surrounding ? target.Configurations.Append(surrounding) : target.Configurations;
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

    private static async Task SendAsync(Uri uri, string token, string userAgent, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(uri);
        address.Query = (address.Query.Length > 1 ? address.Query[1..] + "&" : "") + token;
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
            throw Inconclusive(uri, $"no response: {error.Message}", "Check the address and that nginx is running.", error);
        }
    }

    private static OperationException Inconclusive(Uri uri, string why, string advice, Exception? inner) => new(
        NginxErrorIds.ProbeInconclusive, OperationErrorKind.ConnectionFailed, uri.GetLeftPart(UriPartial.Path), $"The probe of {uri.GetLeftPart(UriPartial.Path)} is inconclusive: {why}.", advice, inner);

    // The part of a log that was written since this object was created.
    private sealed class LogFile(string path, string file, int line, string context, bool hasCondition)
    {
        private const int MaxRead = 64 * 1024 * 1024;

        private readonly long _start = Length(path);

        public string Path { get; } = path;

        public string File { get; } = file;

        public int Line { get; } = line;

        public string Context { get; } = context;

        public bool HasCondition { get; } = hasCondition;

        public bool Contains(string token)
        {
            try
            {
                using var log = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                log.Position = log.Length < _start ? 0 : _start; // rotated
                var bytes = new byte[Math.Min(log.Length - log.Position, MaxRead)];
                int count = log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return bytes.AsSpan(0, count).IndexOf(Encoding.ASCII.GetBytes(token)) >= 0;
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
