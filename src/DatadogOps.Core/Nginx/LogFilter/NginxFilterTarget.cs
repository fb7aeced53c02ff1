using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// What a path stands for: a whole configuration, or fragments of one - files of conf.d or sites-available without the http block
/// around them, for which the map goes into a file of its own.
/// </summary>
internal sealed class NginxFilterTarget
{
    /// <summary>File for the map where only fragments are given; sorts last, since map_hash_bucket_size must not follow a map.</summary>
    public const string OwnFileName = "zz-datadog-agent-log-filter.conf";

    private const int MainSearchDepth = 3;

    private readonly string[] _paths;

    private NginxFilterTarget(string path, string[] paths, string? ownFile)
    {
        Path = path;
        _paths = paths;
        OwnFile = ownFile;
    }

    /// <summary>What was asked for, in full.</summary>
    public string Path { get; }

    /// <summary>The file for the map; null for a whole configuration, which takes it in its http block.</summary>
    public string? OwnFile { get; }

    /// <summary>The files, as they would be.</summary>
    public NginxFiles Files { get; } = new();

    /// <summary>The configuration, or the fragments.</summary>
    public List<NginxConfiguration> Configurations { get; } = [];

    /// <summary>The configuration that nginx begins with: the one given, or the one around the fragments; null when there is none to be seen.</summary>
    public string? MainPath { get; private set; }

    /// <summary>Whether the whole configuration is seen.</summary>
    public bool IsWhole => OwnFile is null;

    /// <summary>Opens what a path stands for.</summary>
    /// <exception cref="OperationException">It does not exist, cannot be read, nginx would refuse it, or nothing of it belongs into http.</exception>
    public static async Task<NginxFilterTarget> OpenAsync(string path, CancellationToken cancellationToken)
    {
        string full = System.IO.Path.GetFullPath(path);
        string main = System.IO.Path.Combine(full, "nginx.conf");
        NginxFilterTarget target;
        if (!Directory.Exists(full) || File.Exists(main))
        {
            string file = Directory.Exists(full) ? main : full;
            NginxConfiguration configuration = await NginxConfiguration.LoadAsync(file, cancellationToken).ConfigureAwait(false);
            target = configuration.IsWhole
                ? new NginxFilterTarget(full, [file], null) { MainPath = file }
                : new NginxFilterTarget(full, [file], System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, OwnFileName));
        }
        else
        {
            string[] fragments = [.. Fragments(full)];
            string folder = System.IO.Path.Combine(full, "conf.d");
            target = new NginxFilterTarget(full, fragments, System.IO.Path.Combine(Directory.Exists(folder) ? folder : full, OwnFileName));
        }

        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (!target.IsWhole)
        {
            target.MainPath = await FindMainAsync(target, cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

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
    }

    // Files that a configuration's usual include would take: all of conf.d that end in .conf, all of the sites folders.
    private static IEnumerable<string> Fragments(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !System.IO.Path.GetFileName(file).StartsWith('.')
            && (file.EndsWith(".conf", StringComparison.Ordinal) || System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file)) is "sites-available" or "sites-enabled"))
        .Order(StringComparer.Ordinal);

    private static async Task<string?> FindMainAsync(NginxFilterTarget target, CancellationToken cancellationToken)
    {
        string? folder = Directory.Exists(target.Path) ? target.Path : System.IO.Path.GetDirectoryName(target.Path);
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
                if (configuration.Documents.Any(document => target._paths.Any(path => RealPath(document.Path) == RealPath(path))))
                {
                    return main;
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
