using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using DatadogOps.Testbed.Nginx;

namespace DatadogOps.Tests.Nginx;

/// <summary>What an nginx answered to an agent, a browser, an impostor and a broken client, and what it logged of each.</summary>
internal sealed partial class NginxVisits
{
    public const string Agent = "agent";

    private static readonly (string Who, string UserAgent)[] s_visitors =
    [
        (Agent, "Datadog Agent/7.60.0"),
        ("browser", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"),
        ("impostor", "x Datadog Agent/ y"),
        ("lower", "datadog agent/7.60.0"),
        ("nameless", ""),
    ];

    private const string BuiltInLog = "/var/log/nginx/access.log";

    /// <summary>By visit: the answer, without its date.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>By visit: the status.</summary>
    public Dictionary<string, int> Statuses { get; } = [];

    /// <summary>Lines of all logs, as file, visit and text without the time.</summary>
    public List<(string File, string Visit, string Line)> Lines { get; } = [];

    public static async Task<NginxVisits> MakeAsync(NginxSite site)
    {
        foreach (string log in site.Logs())
        {
            File.Delete(log);
        }

        var visits = new NginxVisits();
        string run = "run" + Guid.NewGuid().ToString("N");
        long builtInStart = File.Exists(BuiltInLog) ? new FileInfo(BuiltInLog).Length : 0;
        await using (NginxServer server = await NginxServer.StartAsync(site.Folder, site.Port))
        {
            foreach ((int port, string paths) in new[] { (site.Port, site.Setting("get")!), (site.Port2, site.Setting("get2") ?? "") })
            {
                foreach (string path in paths.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    foreach ((string who, string userAgent) in s_visitors)
                    {
                        await visits.VisitAsync(port, path, who, $"User-Agent: {userAgent}\r\n", run, "1.1");
                    }
                }
            }

            // nginx refuses it before it reads the header, and so knows of no user agent.
            await visits.VisitAsync(site.Port, "/", "broken", "User-Agent: Datadog Agent/7.60.0\r\n", run, "7.0");

            // Of what it did not read, nginx waits for the client's end before it logs; once it has answered another one it has seen that.
            await AskAsync(site.Port, "GET / HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n");
        }

        foreach (string log in site.Logs())
        {
            visits.Read(log, run, 0);
        }

        if (site.Setting("needs") == "root")
        {
            visits.Read(BuiltInLog, run, builtInStart);
        }

        return visits;
    }

    private async Task VisitAsync(int port, string path, string who, string headers, string run, string version)
    {
        string visit = $"{who}:{port}{path}";
        string query = (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"{run}={Convert.ToHexString(Encoding.ASCII.GetBytes(visit))}=";
        string text = await AskAsync(port, $"GET {path}{query} HTTP/{version}\r\nHost: one.example\r\n{headers}Connection: close\r\n\r\n");
        Answers[visit] = DateHeader().Replace(text, "").Replace(query, "", StringComparison.Ordinal);
        Statuses[visit] = int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> AskAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private void Read(string path, string run, long from)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, Encoding.Latin1);
        while (reader.ReadLine() is { } line)
        {
            int at = line.IndexOf(run + "=", StringComparison.Ordinal);
            if (at >= 0)
            {
                string hex = line[(at + run.Length + 1)..].Split('=')[0];
                Lines.Add((Path.GetFileName(path), Encoding.ASCII.GetString(Convert.FromHexString(hex)), LogTime().Replace(line, "").Replace(run, "", StringComparison.Ordinal)));
            }
        }
    }

    [GeneratedRegex(@"\r\nDate: [^\r]*")]
    private static partial Regex DateHeader();

    [GeneratedRegex(@"\[\d\d/\w+/\d{4}:[^\]]*\]")]
    private static partial Regex LogTime();
}
