using System.Globalization;
using System.Text;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Nginx;

/// <summary>
/// A configuration of the folder Configurations, written out for a real nginx. Lines with <c>#:</c> say what to ask for and what is
/// special, lines with <c>#=</c> begin a file; @DIR@, @PORT@, @PORT2@, @MAIN@ and @HTTP@ are filled in.
/// </summary>
internal sealed class NginxSite : IDisposable
{
    private static readonly string s_source = Path.Combine(RepositoryLayout.Root, "tests", "DatadogOps.Core.Tests", "Nginx", "Configurations");

    private readonly Dictionary<string, string> _settings = [];

    private NginxSite(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(s_source, name + ".txt"));
        foreach (string line in lines.Where(line => line.StartsWith("#: ", StringComparison.Ordinal)))
        {
            string[] words = line[3..].Split(' ', 2);
            _settings[words[0]] = words.Length > 1 ? words[1] : "";
        }

        Folder = Directory.CreateTempSubdirectory("datadogops-nginx-").FullName;
        Port = FreePort.Next();
        Port2 = FreePort.Next();
        Write(lines);
    }

    public string Folder { get; }

    public int Port { get; }

    public int Port2 { get; }

    public string Main => Path.Combine(Folder, "nginx.conf");

    /// <summary>What the filter is put into.</summary>
    public string Target => Path.Combine(Folder, Setting("target") ?? "nginx.conf");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(s_source, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Those that a plain nginx runs for any user.</summary>
    public static IEnumerable<string> PlainNames => Names.Where(name => !File.ReadLines(Path.Combine(s_source, name + ".txt")).Any(line => line.StartsWith("#: needs ", StringComparison.Ordinal)));

    public static NginxSite Create(string name) => new(name);

    public string? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>The configuration's files with their bytes, hidden ones and logs left out.</summary>
    public Dictionary<string, string> Files() => Directory
        .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetFileName(file).StartsWith('.') && !IsLog(file) && !file.Contains("/temp/", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(Folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    /// <summary>Log files that nginx wrote in the folder.</summary>
    public IEnumerable<string> Logs() => Directory.EnumerateFiles(Folder).Where(file => IsLog(file) && !file.EndsWith("error.log", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsLog(string file) =>
        file.EndsWith(".log", StringComparison.Ordinal) || file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".pid", StringComparison.Ordinal);

    private void Write(string[] lines)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "html"));
        Directory.CreateDirectory(Path.Combine(Folder, "temp"));
        File.WriteAllText(Path.Combine(Folder, "html", "a.html"), "<p>a</p>\n");
        string? path = null;
        var text = new StringBuilder();
        foreach (string line in lines.Where(line => !line.StartsWith("#: ", StringComparison.Ordinal)).Append("#= "))
        {
            if (!line.StartsWith("#= ", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n');
                continue;
            }

            if (path is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, Fill(text.ToString()));
            }

            path = Path.Combine(Folder, line[3..]);
            text.Clear();
        }

        if (Setting("link") is { } link)
        {
            string[] ends = link.Split(' ');
            string from = Path.Combine(Folder, ends[1]);
            Directory.CreateDirectory(Path.GetDirectoryName(from)!);
            File.CreateSymbolicLink(from, Path.Combine(Folder, ends[0]));
        }
    }

    private byte[] Fill(string text)
    {
        string temp = Path.Combine(Folder, "temp");
        text = text
            .Replace("@MAIN@", "error_log @DIR@/error.log; pid @DIR@/nginx.pid; lock_file @DIR@/nginx.lock; events { worker_connections 64; }", StringComparison.Ordinal)
            .Replace("@HTTP@", $"client_body_temp_path {temp}/b; proxy_temp_path {temp}/p; fastcgi_temp_path {temp}/f; uwsgi_temp_path {temp}/u; scgi_temp_path {temp}/s;", StringComparison.Ordinal)
            .Replace("@DIR@", Folder, StringComparison.Ordinal)
            .Replace("@PORT@", Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("@PORT2@", Port2.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        text = Setting("crlf") is null ? text : text.Replace("\n", "\r\n", StringComparison.Ordinal);
        text = Setting("no-final-newline") is null ? text : text.TrimEnd('\n');
        if (Setting("raw") is null)
        {
            return Encoding.ASCII.GetBytes(text);
        }

        // \xe9 stands for that byte.
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            bool isByte = text.AsSpan(i).StartsWith("\\x");
            bytes.Add(isByte ? byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)text[i]);
            i += isByte ? 3 : 0;
        }

        return [.. bytes];
    }
}
