using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.Configuration;

/// <summary>
/// A configuration as nginx puts it together: the main file, and in it, where an include stands, the files that it names, in glob's
/// order and relative to the main file's folder (ngx_conf_include, ngx_conf_full_name).
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

    /// <summary>Full path of the file that it begins with.</summary>
    public string MainPath { get; }

    /// <summary>The top block.</summary>
    public NginxBlock Root { get; }

    /// <summary>Whether it begins with a whole configuration, not with a fragment of one such as a file of sites-available.</summary>
    public bool IsWhole => Root.Context == NginxContext.Main;

    /// <summary>The files, each once, in the order in which they are met.</summary>
    public IReadOnlyList<NginxDocument> Documents => _documents;

    /// <summary>The http blocks: one in a whole configuration; the top itself where a fragment belongs there.</summary>
    public IEnumerable<NginxBlock> HttpBlocks => Root.Descendants().Where(block => block.Context == NginxContext.Http);

    /// <summary>Reads a configuration with all that it includes.</summary>
    /// <param name="path">nginx.conf, or a fragment.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationException">A file cannot be read, includes itself, or nginx would refuse it.</exception>
    public static Task<NginxConfiguration> LoadAsync(string path, CancellationToken cancellationToken) => LoadAsync(path, new NginxFiles(), null, cancellationToken);

    /// <summary>Reads a configuration out of files that may be changed in memory.</summary>
    /// <param name="path">nginx.conf, or a fragment.</param>
    /// <param name="files">Where files come from.</param>
    /// <param name="context">Where a fragment belongs, when that is known better than by its looks.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async Task<NginxConfiguration> LoadAsync(string path, NginxFiles files, NginxContext? context, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        NginxDocument document = await files.ReadAsync(full, cancellationToken).ConfigureAwait(false);
        var root = new NginxBlock(context ?? NginxContexts.OfFragment(document) ?? NginxContext.Other, null, null);
        var configuration = new NginxConfiguration(full, files, root);
        await configuration.AddFileAsync(document, root, null, cancellationToken).ConfigureAwait(false);
        return configuration;
    }

    /// <summary>Paths and patterns that http's own includes name, in full.</summary>
    internal IEnumerable<string> HttpIncludes => HttpBlocks.SelectMany(http => http.Named("include")).Where(item => item.Directive.ArgumentCount == 1).Select(item => FullPath(item.Directive));

    /// <summary>Whether http takes in a file of that path, if it is there.</summary>
    internal bool Includes(string path) => HttpIncludes.Any(include => NginxGlob.IsPathMatch(path, include));

    private string FullPath(NginxDirective include) => Path.GetFullPath(Path.Combine(_folder, include.Argument(0).Split('\0')[0])); // a NUL ends the name, as it does for the C library

    private async Task AddFileAsync(NginxDocument document, NginxBlock block, NginxDirective? include, CancellationToken cancellationToken)
    {
        if (_open.Contains(document.Path))
        {
            throw new OperationException(
                NginxErrorIds.IncludeCycle,
                OperationErrorKind.InvalidInput,
                document.Path,
                $"{Place(include!.Value)}: {document.Path} includes itself, by way of {string.Join(" -> ", _open.SkipWhile(path => path != document.Path).Append(document.Path))}.",
                "Take the include out; nginx would read on until it has no more files to open.");
        }

        if (_open.Count >= MaxIncludeDepth || ++_includes > MaxIncludes)
        {
            throw NginxErrors.TooLarge(document.Path, $"includes are nested deeper than {MaxIncludeDepth}, or there are more than {MaxIncludes.ToString(CultureInfo.InvariantCulture)}");
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

    // To nginx the mark is part of the first word, which then is the name of no directive. In a table it is a key like any other.
    private static void RefuseByteOrderMark(NginxDocument document, NginxBlock block)
    {
        if (block.Context != NginxContext.Table && document.Bytes.StartsWith("\uFEFF"u8))
        {
            throw NginxText.SyntaxError(document.Bytes, document.Path, 0, "the file begins with a byte order mark, which nginx takes for part of the first directive's name");
        }
    }

    private static string Place(NginxDirective directive) => string.Create(CultureInfo.InvariantCulture, $"{directive.Document.Path}, line {directive.Line}");
}
