using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>
/// A configuration as nginx sees it: the main file with included files in place, in the order of glob(3) and relative to the main
/// file's folder (ngx_conf_include, ngx_conf_full_name).
/// </summary>
public sealed class NginxConfiguration
{
    private const int MaxIncludeDepth = 100;
    private const int MaxIncludes = 100_000;

    private readonly NginxFiles _files;
    private readonly string _folder;
    private readonly List<NginxDocument> _documents = [];
    private readonly List<string> _open = [];
    private int _includes;

    private NginxConfiguration(string path, NginxFiles files, NginxBlock root)
    {
        MainPath = path;
        _folder = Path.GetDirectoryName(path)!;
        _files = files;
        Root = root;
    }

    /// <summary>Full path of the main file.</summary>
    public string MainPath { get; }

    /// <summary>The top-level block.</summary>
    internal NginxBlock Root { get; }

    /// <summary>Whether it is a complete configuration, not a fragment such as a file of sites-available.</summary>
    internal bool IsWhole => Root.Context == NginxContext.Main;

    /// <summary>All files, each once, in the order of their first inclusion.</summary>
    internal IReadOnlyList<NginxDocument> Documents => _documents;

    /// <summary>The http blocks: one in a complete configuration; the top level itself in a fragment of http.</summary>
    internal IEnumerable<NginxBlock> HttpBlocks => Root.Descendants().Where(block => block.Context == NginxContext.Http);

    /// <summary>Reads a configuration with all included files.</summary>
    /// <param name="path">nginx.conf or a fragment.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="OperationException">A file cannot be read, includes itself, or has invalid syntax.</exception>
    public static Task<NginxConfiguration> LoadAsync(string path, CancellationToken cancellationToken) => LoadAsync(path, new NginxFiles(), null, cancellationToken);

    /// <summary>Reads a configuration from files that may have unsaved changes.</summary>
    /// <param name="path">nginx.conf or a fragment.</param>
    /// <param name="files">Source of the files.</param>
    /// <param name="context">Context of a fragment, if known.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    internal static async Task<NginxConfiguration> LoadAsync(string path, NginxFiles files, NginxContext? context, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        NginxDocument document = await files.ReadAsync(full, cancellationToken).ConfigureAwait(false);
        var root = new NginxBlock(context ?? NginxContexts.OfFragment(document) ?? NginxContext.Other, null, null);
        var configuration = new NginxConfiguration(full, files, root);
        await configuration.AddFileAsync(document, root, null, cancellationToken).ConfigureAwait(false);
        return configuration;
    }

    /// <summary>Full paths and patterns of the include directives in http.</summary>
    internal IEnumerable<string> HttpIncludes => HttpBlocks.SelectMany(http => http.Named("include")).Where(item => item.Directive.ArgumentCount == 1).Select(item => FullPath(item.Directive));

    /// <summary>Whether http includes a file with that path, if it exists.</summary>
    internal bool Includes(string path) => HttpIncludes.Any(include => NginxGlob.IsPathMatch(path, include));

    private string FullPath(NginxDirective include) => Path.GetFullPath(Path.Combine(_folder, include.Argument(0).Split('\0')[0])); // like the C library, which ends the name at a NUL

    private async Task AddFileAsync(NginxDocument document, NginxBlock block, NginxDirective? include, CancellationToken cancellationToken)
    {
        if (_open.Contains(document.Path))
        {
            throw new OperationException(
                NginxErrorIds.IncludeCycle,
                OperationErrorKind.InvalidInput,
                document.Path,
                $"{Place(include!.Value)}: {document.Path} includes itself: {string.Join(" -> ", _open.SkipWhile(path => path != document.Path).Append(document.Path))}.",
                "Remove the include. nginx would read it again until it runs out of file descriptors.");
        }

        if (_open.Count >= MaxIncludeDepth || ++_includes > MaxIncludes)
        {
            throw NginxErrors.TooLarge(document.Path, $"its includes are nested deeper than {MaxIncludeDepth}, or there are more than {MaxIncludes.ToString(CultureInfo.InvariantCulture)}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        RefuseByteOrderMark(document, block);
        if (!_documents.Contains(document))
        {
            _documents.Add(document);
        }

        _open.Add(document.Path);
        foreach (NginxDirective directive in document.Roots)
        {
            await AddAsync(directive, block, cancellationToken).ConfigureAwait(false);
        }

        _open.RemoveAt(_open.Count - 1);
    }

    private async Task AddAsync(NginxDirective directive, NginxBlock owner, CancellationToken cancellationToken)
    {
        NginxBlock? body = directive.IsBlock ? new NginxBlock(NginxContexts.Of(directive, owner.Context), directive, owner) : null;
        owner.Add(new NginxItem(directive, owner, body));
        if (body is not null)
        {
            foreach (NginxDirective child in directive.Children)
            {
                await AddAsync(child, body, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (directive.ArgumentCount == 1 && directive.Is("include"u8))
        {
            await IncludeAsync(directive, owner, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task IncludeAsync(NginxDirective include, NginxBlock owner, CancellationToken cancellationToken)
    {
        string path = FullPath(include);
        foreach (string file in NginxGlob.IsPattern(path) ? _files.Find(path) : [path])
        {
            NginxDocument document;
            try
            {
                document = await _files.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationException error) when (error.InnerException is { } cause && error.ErrorId is NginxErrorIds.FileNotFound or NginxErrorIds.FileUnreadable)
            {
                throw NginxErrors.Unreadable(file, error.InnerException!, Place(include));
            }

            await AddFileAsync(document, owner, include, cancellationToken).ConfigureAwait(false);
        }
    }

    // nginx reads the mark as part of the first directive's name, which is then unknown. In a table it is part of a key.
    private static void RefuseByteOrderMark(NginxDocument document, NginxBlock block)
    {
        if (block.Context != NginxContext.Table && document.Bytes.StartsWith("\uFEFF"u8))
        {
            throw NginxText.SyntaxError(document.Bytes, document.Path, 0, "the file starts with a byte order mark, which nginx reads as part of the first directive's name");
        }
    }

    private static string Place(NginxDirective directive) => string.Create(CultureInfo.InvariantCulture, $"{directive.Document.Path}, line {directive.Line}");
}
