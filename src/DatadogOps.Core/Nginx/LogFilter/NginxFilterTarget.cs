using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// The configuration to change: a complete one, or fragments of one, such as files of conf.d or sites-available. Fragments have no
/// http block, so their map is written to a separate file.
/// </summary>
internal sealed class NginxFilterTarget
{
    // Sorted last, since map_hash_bucket_size must precede all maps.
    private const string FilterFileName = "zz-datadog-agent-log-filter";

    private const int MainSearchDepth = 3;

    private readonly string[] _paths;
    private HashSet<string> _real = [];

    private NginxFilterTarget(string path, string[] paths)
    {
        Path = path;
        _paths = paths;
    }

    /// <summary>Full path that was specified.</summary>
    public string Path { get; }

    /// <summary>The file for the map of fragments; null for a complete configuration, which has it in its http block.</summary>
    public string? FilterFile { get; private set; }

    /// <summary>The files, with pending changes.</summary>
    public NginxFiles Files { get; } = new();

    /// <summary>The configuration, or the fragments.</summary>
    public List<NginxConfiguration> Configurations { get; } = [];

    /// <summary>The main configuration file: the specified one, or the one that includes the fragments; null if not found.</summary>
    public string? MainPath { get; private set; }

    /// <summary>The configuration that includes the fragments, with pending changes; null if not found, or if the target is complete.</summary>
    public NginxConfiguration? Surrounding { get; private set; }

    /// <summary>The files of <see cref="Surrounding"/> that are not part of the target.</summary>
    public IReadOnlyList<NginxDocument> SurroundingDocuments { get; private set; } = [];

    /// <summary>Whether the target is a complete configuration.</summary>
    public bool IsWhole => FilterFile is null;

    /// <summary>Whether a file is, by its name, one that was created for the map of fragments.</summary>
    public static bool IsFilterFile(string path) => System.IO.Path.GetFileName(path).StartsWith(FilterFileName, StringComparison.Ordinal);

    /// <summary>Loads the configuration or fragments at a path.</summary>
    /// <exception cref="OperationException">It does not exist, cannot be read, or has invalid syntax.</exception>
    public static async Task<NginxFilterTarget> OpenAsync(string path, CancellationToken cancellationToken)
    {
        string full = System.IO.Path.GetFullPath(path);
        string main = System.IO.Path.Combine(full, "nginx.conf");
        bool isFolder = Directory.Exists(full);
        if (isFolder && !File.Exists(main))
        {
            string folder = System.IO.Path.Combine(full, "conf.d");
            var fragments = new NginxFilterTarget(full, [.. Fragments(full)]);
            await fragments.FindSurroundingAsync(Directory.Exists(folder) ? folder : full, FilterFileName + ".conf", cancellationToken).ConfigureAwait(false);
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
            // A file for each fragment, so that one can be removed while another keeps its filter.
            string name = $"{FilterFileName}-{System.IO.Path.GetFileNameWithoutExtension(file)}.conf";
            await target.FindSurroundingAsync(System.IO.Path.GetDirectoryName(file)!, name, cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

    /// <summary>Whether a file is part of the target, also through a symbolic link.</summary>
    public bool IsOwn(string path) => path == FilterFile || _real.Contains(RealPath(path));

    /// <summary>Reloads the configuration after files were changed in memory.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        Configurations.Clear();
        foreach (string path in FilterFile is null ? _paths : _paths.Append(FilterFile).Distinct())
        {
            if (Files.Exists(path) || (path != FilterFile && !Files.Changed.ContainsKey(path)))
            {
                Configurations.Add(await NginxConfiguration.LoadAsync(path, Files, null, cancellationToken).ConfigureAwait(false));
            }
        }

        _real = [.. Configurations.SelectMany(configuration => configuration.Documents).Select(document => RealPath(document.Path))];
        Surrounding = IsWhole || MainPath is null ? null : await NginxConfiguration.LoadAsync(MainPath, Files, null, cancellationToken).ConfigureAwait(false);
        SurroundingDocuments = Surrounding is null ? [] : [.. Surrounding.Documents.Where(document => !IsOwn(document.Path))];
    }

    // The file for the map must be included by the surrounding configuration: beside the fragments, or in another folder that it includes.
    private async Task FindSurroundingAsync(string folder, string filterFileName, CancellationToken cancellationToken)
    {
        string beside = System.IO.Path.Combine(folder, filterFileName);
        NginxConfiguration? surrounding = await FindMainAsync(cancellationToken).ConfigureAwait(false);
        MainPath = surrounding?.MainPath;
        FilterFile = surrounding is null ? beside
            : Included(surrounding, filterFileName).Prepend(beside).FirstOrDefault(path => surrounding.Includes(path)) ?? beside;
        await LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<string> Included(NginxConfiguration surrounding, string name) => surrounding.HttpIncludes
        .Where(NginxGlob.IsPattern)
        .Select(pattern => System.IO.Path.GetDirectoryName(pattern)!)
        .Where(folder => !NginxGlob.IsPattern(folder) && Directory.Exists(folder))
        .Select(folder => System.IO.Path.Combine(folder, name));

    // Files that are usually included: *.conf, and everything in the sites folders.
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
                // Invalid; the fragments can still be changed.
            }
        }

        return null;
    }

    private static string RealPath(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
