using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Programs;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>A change of a configuration that is worked out and not done yet: it can be shown, done, or dropped.</summary>
public sealed class NginxFilterPlan
{
    private readonly NginxFilterTarget _target;
    private readonly NginxFilterEditor _editor;

    private NginxFilterPlan(NginxFilterTarget target, NginxFilterEditor editor, IEnumerable<string> warnings)
    {
        _target = target;
        _editor = editor;
        Warnings = [.. warnings, .. editor.Warnings];
        Diff = string.Concat(target.Files.Changed.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file =>
            UnifiedDiff.Make(file.Key, (target.Files.Original(file.Key) ?? default).Span, (file.Value ?? default).Span)));
    }

    /// <summary>Full path of what was asked for.</summary>
    public string Path => _target.Path;

    /// <summary>Whether anything changes.</summary>
    public bool HasChanges => _target.Files.Changed.Count > 0;

    /// <summary>The change as diff -u shows it; empty when there is none.</summary>
    public string Diff { get; }

    /// <summary>What to know about it.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Works out how the filter is put in, or its settings changed.</summary>
    /// <param name="path">nginx.conf, a folder with it, a fragment, or a folder of fragments.</param>
    /// <param name="options">What is kept out of the log.</param>
    /// <param name="migrate">Whether ifs in the article's style are taken out first.</param>
    /// <param name="defaultLog">Path of the log that nginx writes where none is named; null where it is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationException">One of <see cref="NginxErrorIds"/>.</exception>
    public static async Task<NginxFilterPlan> AddAsync(string path, NginxLogFilterOptions options, bool migrate, string? defaultLog, CancellationToken cancellationToken)
    {
        if (options.Style != NginxLogFilterStyle.Map)
        {
            throw new OperationException(
                NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, path, "A filter in the style If belongs into single locations and is not put there by a command.", "Use the style Map, or copy the text to where it is to be.");
        }

        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        List<string> warnings = migrate ? await MigrateAsync(target, cancellationToken).ConfigureAwait(false) : [];
        var editor = new NginxFilterEditor(target);
        await editor.AddAsync(options, defaultLog is null ? null : () => defaultLog, cancellationToken).ConfigureAwait(false);
        return new NginxFilterPlan(target, editor, warnings);
    }

    /// <summary>Works out how the filter is taken out.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public static async Task<NginxFilterPlan> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var editor = new NginxFilterEditor(target);
        await editor.RemoveAsync(cancellationToken).ConfigureAwait(false);
        return new NginxFilterPlan(target, editor, []);
    }

    /// <summary>Does it: all files or none.</summary>
    /// <param name="program">The program that checks the configuration before and after; null where it is not to be checked.</param>
    /// <param name="prefix">Folder for relative paths, where it is not the program's own.</param>
    /// <param name="reload">Whether the running nginx is told, also where nothing changes.</param>
    /// <param name="now">Time for the names of backups.</param>
    /// <param name="cancellationToken">Ends the work; what was written is then put back.</param>
    /// <exception cref="OperationException">A file changed meanwhile or cannot be written, or nginx refuses the result. All files are then as they were.</exception>
    public async Task<IReadOnlyList<NginxLogFilterResult>> ApplyAsync(NginxProgram? program, string? prefix, bool reload, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string? main = _target.MainPath;
        bool test = program is not null && main is not null;
        if (!HasChanges)
        {
            // Nothing to write is no reason not to reload: the last run may have written it without.
            bool reloaded = reload && test;
            if (reloaded)
            {
                await TestAsync(program!, main!, prefix, "refuses the configuration, so it was not reloaded. There was nothing to change in it", "Correct that first, and run the command again.", cancellationToken).ConfigureAwait(false);
                await program!.ReloadAsync(main!, prefix, cancellationToken).ConfigureAwait(false);
            }

            return [Result(_target.OwnFile ?? _target.MainPath ?? Path, "None", null, reloaded, reloaded)];
        }

        if (test)
        {
            await TestAsync(program!, main!, prefix, "refuses the configuration as it is, before any change", "Correct that first, or leave the check out with -NoTest.", cancellationToken).ConfigureAwait(false);
        }

        Dictionary<string, string?> backups = await WriteAsync(now, cancellationToken).ConfigureAwait(false);
        try
        {
            if (test)
            {
                await TestAsync(program!, main!, prefix, "refuses the configuration with the change. All files are as they were", "Look at the change with -WhatIf.", cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await RestoreAsync(_target.Files.Changed.Keys).ConfigureAwait(false);
            foreach (string backup in backups.Values.OfType<string>())
            {
                File.Delete(backup);
            }

            throw;
        }

        if (reload && test)
        {
            await program!.ReloadAsync(main!, prefix, cancellationToken).ConfigureAwait(false);
        }

        return [.. _target.Files.Changed.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Result(
            file.Key, file.Value is null ? "Deleted" : _target.Files.Original(file.Key) is null ? "Created" : "Changed", backups.GetValueOrDefault(file.Key), test, reload && test))];
    }

    /// <summary>The configuration that nginx begins with; null where only fragments are to be seen.</summary>
    public string? MainPath => _target.MainPath;

    private static async Task<List<string>> MigrateAsync(NginxFilterTarget target, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        NginxItem[] ifs = [.. target.Configurations
            .SelectMany(configuration => configuration.Root.Descendants())
            .SelectMany(block => block.Items.Where(NginxArticleIf.IsOne))
            .DistinctBy(item => item.Directive)];
        foreach (NginxItem item in ifs.Where(item => !NginxArticleIf.IsPure(item)))
        {
            warnings.Add($"{item.Directive.Document.Path}, line {item.Directive.Line}: this if does more than turn the log off, and stays.");
        }

        foreach (IGrouping<NginxDocument, NginxItem> file in ifs.Where(NginxArticleIf.IsPure).GroupBy(item => item.Directive.Document))
        {
            target.Files.Change(file.Key.Path, NginxEdit.Apply(file.Key.Bytes, file.Select(item => NginxArticleIf.Remove(item.Directive))));
        }

        await target.LoadAsync(cancellationToken).ConfigureAwait(false);
        return warnings;
    }

    private static async Task TestAsync(NginxProgram program, string main, string? prefix, string what, string advice, CancellationToken cancellationToken)
    {
        if (await program.TestAsync(main, prefix, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            throw new OperationException(NginxErrorIds.TestFailed, OperationErrorKind.InvalidInput, main, $"{program.Path} {what}: {refusal}", advice);
        }
    }

    private NginxLogFilterResult Result(string path, string change, string? backup, bool tested, bool reloaded) => new()
    {
        Path = path,
        Change = change,
        VariableName = _editor.Variable,
        AccessLogs = _editor.AccessLogs,
        BackupPath = backup,
        Tested = tested,
        Reloaded = reloaded,
    };

    private async Task<Dictionary<string, string?>> WriteAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // All that can be known to fail fails before the first file is touched.
        foreach (string path in _target.Files.Changed.Keys)
        {
            FileReplacer.CheckWritable(path);
            await FileReplacer.CheckUnchangedAsync(path, _target.Files.Original(path), cancellationToken).ConfigureAwait(false);
        }

        var backups = new Dictionary<string, string?>(StringComparer.Ordinal);
        var written = new List<string>();
        try
        {
            foreach ((string path, ReadOnlyMemory<byte>? bytes) in _target.Files.Changed)
            {
                if (_target.Files.Original(path) is { } original && path != _target.OwnFile)
                {
                    backups[path] = await FileReplacer.BackUpAsync(path, original, now, cancellationToken).ConfigureAwait(false);
                }

                await FileReplacer.ReplaceAsync(path, _target.Files.Original(path), bytes, cancellationToken).ConfigureAwait(false);
                written.Add(path);
            }

            return backups;
        }
        catch
        {
            await RestoreAsync(written).ConfigureAwait(false);
            foreach (string backup in backups.Values.OfType<string>())
            {
                File.Delete(backup);
            }

            throw;
        }
    }

    // Not to be stopped: half of a change is worse than a second's delay.
    private async Task RestoreAsync(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            await FileReplacer.ReplaceAsync(path, _target.Files.Changed[path], _target.Files.Original(path), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
