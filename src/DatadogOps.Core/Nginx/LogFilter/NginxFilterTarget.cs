using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// What a path stands for: a whole configuration, or fragments of one - files of conf.d or sites-available without the http block
/// around them, for which the map goes into a file of its own.
/// </summary>
internal sealed class NginxFilterTarget
{
    // Sorts last, since map_hash_bucket_size must not follow a map.
    private const string OwnFileName = "zz-datadog-agent-log-filter";

    private const int MainSearchDepth = 3;

    private readonly string[] _paths;
    private HashSet<string> _real = [];

    private NginxFilterTarget(string path, string[] paths)
    {
        Path = path;
        _paths = paths;
    }

    /// <summary>What was asked for, in full.</summary>
    public string Path { get; }

    /// <summary>The file for the map of fragments; null for a whole configuration, which takes it in its http block.</summary>
    public string? OwnFile { get; private set; }

    /// <summary>The files, as they would be.</summary>
    public NginxFiles Files { get; } = new();

    /// <summary>The configuration, or the fragments.</summary>
    public List<NginxConfiguration> Configurations { get; } = [];

    /// <summary>The configuration that nginx begins with: the one given, or the one around the fragments; null when there is none to be seen.</summary>
    public string? MainPath { get; private set; }

    /// <summary>The configuration around fragments, as it would be; null for a whole one, and where there is none to be seen.</summary>
    public NginxConfiguration? Around { get; private set; }

    /// <summary>The files around fragments that are none of them.</summary>
    public IReadOnlyList<NginxDocument> Others { get; private set; } = [];

    /// <summary>Whether the whole configuration is seen.</summary>
    public bool IsWhole => OwnFile is null;

    /// <summary>Whether a file is one that Add makes for the map of fragments, as its name says.</summary>
    public static bool IsMadeForMap(string path) => System.IO.Path.GetFileName(path).StartsWith(OwnFileName, StringComparison.Ordinal);

    /// <summary>Opens what a path stands for.</summary>
    /// <exception cref="OperationException">It does not exist, cannot be read, nginx would refuse it, or nothing of it belongs into http.</exception>
    public static async Task<NginxFilterTarget> OpenAsync(string path, CancellationToken cancellationToken)
    {
        string full = System.IO.Path.GetFullPath(path);
        string main = System.IO.Path.Combine(full, "nginx.conf");
        bool isFolder = Directory.Exists(full);
        if (isFolder && !File.Exists(main))
        {
            string folder = System.IO.Path.Combine(full, "conf.d");
            var fragments = new NginxFilterTarget(full, [.. Fragments(full)]);
            await fragments.LookAroundAsync(Directory.Exists(folder) ? folder : full, OwnFileName + ".conf", cancellationToken).ConfigureAwait(false);
            return fragments;
        }

        string file = isFolder ? main : full;
        var target = new NginxFilterTarget(full, [file]);
        if ((await NginxConfiguration.LoadAsync(file, cancellationToken).ConfigureAwait(false)).IsWhole)
        {
            target.MainPath = file;
            await target.LoadAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Of its own, so that it can be taken out while another fragment keeps its filter.
            string name = $"{OwnFileName}-{System.IO.Path.GetFileNameWithoutExtension(file)}.conf";
            await target.LookAroundAsync(System.IO.Path.GetDirectoryName(file)!, name, cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

    /// <summary>Whether a file is one of those given, by whatever name, or the one for their map.</summary>
    public bool IsOwn(string path) => path == OwnFile || _real.Contains(RealPath(path));

    /// <summary>Puts the configuration together again, after files were changed in memory.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Configurations.Clear();
        foreach (string path in OwnFile is { } own && !_paths.Contains(own) && (Files.Changed.GetValueOrDefault(own) is not null || (!Files.Changed.ContainsKey(own) && File.Exists(own))) ? _paths.Append(own) : _paths)
        {
            if (!Files.Changed.TryGetValue(path, out ReadOnlyMemory<byte>? bytes) || bytes is not null)
            {
                Configurations.Add(await NginxConfiguration.LoadAsync(path, Files, null, cancellationToken).ConfigureAwait(false));
            }
        }

        _real = [.. Configurations.SelectMany(configuration => configuration.Documents).Select(document => RealPath(document.Path))];
        Around = IsWhole || MainPath is null ? null : await NginxConfiguration.LoadAsync(MainPath, Files, null, cancellationToken).ConfigureAwait(false);
        Others = Around is null ? [] : [.. Around.Documents.Where(document => !IsOwn(document.Path))];
    }

    // The file for the map goes where the configuration around takes it in: beside the fragments, or into another folder that it includes.
    private async Task LookAroundAsync(string folder, string ownFileName, CancellationToken cancellationToken)
    {
        string beside = System.IO.Path.Combine(folder, ownFileName);
        NginxConfiguration? around = await FindMainAsync(cancellationToken).ConfigureAwait(false);
        MainPath = around?.MainPath;
        OwnFile = around is null ? beside
            : Included(around, ownFileName).Prepend(beside).FirstOrDefault(path => around.Includes(path)) ?? beside;
        await LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Included(NginxConfiguration around, string name) => around.HttpIncludes
        .Where(NginxGlob.IsPattern)
        .Select(pattern => System.IO.Path.GetDirectoryName(pattern)!)
        .Where(folder => !NginxGlob.IsPattern(folder) && Directory.Exists(folder))
        .Select(folder => System.IO.Path.Combine(folder, name));

    // Files that a configuration's usual include would take: all of conf.d that end in .conf, all of the sites folders.
    private static IEnumerable<string> Fragments(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !System.IO.Path.GetFileName(file).StartsWith('.')
            && (file.EndsWith(".conf", StringComparison.Ordinal) || System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)) is "sites-available" or "sites-enabled"))
        .Order(StringComparer.Ordinal);

    private async Task<NginxConfiguration?> FindMainAsync(CancellationToken cancellationToken)
    {
        string? folder = Directory.Exists(Path) ? Path : System.IO.Path.GetDirectoryName(Path);
        for (int i = 0; i < MainSearchDepth && folder is not null; i++, folder = System.IO.Path.GetDirectoryName(folder))
        {
            string main = System.IO.Path.Combine(folder, "nginx.conf");
            if (!File.Exists(main))
            {
                continue;
            }

            try
            {
                NginxConfiguration configuration = await NginxConfiguration.LoadAsync(main, cancellationToken).ConfigureAwait(false);
                if (configuration.Documents.Any(document => _paths.Any(path => RealPath(document.Path) == RealPath(path))))
                {
                    return configuration;
                }
            }
            catch (OperationException)
            {
                // Not one that nginx could read; the fragments are still themselves.
            }
        }

        return null;
    }

    private static string RealPath(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
