using DatadogOps.Common;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>A planned change of a configuration, which can be shown before it is applied.</summary>
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

    /// <summary>Full path that was specified.</summary>
    public string Path => _target.Path;

    /// <summary>Whether there is anything to change.</summary>
    public bool HasChanges => _target.Files.Changed.Count > 0;

    /// <summary>The change as a unified diff; empty if there is none.</summary>
    public string Diff { get; }

    /// <summary>Warnings about the change.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Plans to add the filter, or to change its settings.</summary>
    /// <param name="path">nginx.conf, its folder, a fragment, or a folder of fragments.</param>
    /// <param name="options">Settings of the filter.</param>
    /// <param name="replaceLegacy">Whether to remove legacy if filters first.</param>
    /// <param name="defaultLog">Path of nginx's built-in default log; null if unknown.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OperationException">One of <see cref="NginxErrorIds"/>.</exception>
    public static async Task<NginxFilterPlan> AddAsync(string path, NginxLogFilterOptions options, bool replaceLegacy, string? defaultLog, CancellationToken cancellationToken)
    {
        if (options.Style != NginxLogFilterOptions.MapStyle)
        {
            throw new OperationException(
                NginxErrorIds.FilterInvalid, OperationErrorKind.InvalidInput, path, "A filter in the style If cannot be added automatically.", "Use the style Map, or insert the text into the locations yourself.");
        }

        NginxFilterTarget target = await NginxFilterTarget.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        List<string> warnings = replaceLegacy ? await RemoveLegacyFiltersAsync(target, cancellationToken).ConfigureAwait(false) : [];
        var editor = new NginxFilterEditor(target);
        await editor.AddAsync(options, defaultLog, cancellationToken).ConfigureAwait(false);
        return new NginxFilterPlan(target, editor, warnings);
    }

    /// <summary>Plans to remove the filter.</summary>
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

            return [Result(_target.FilterFile ?? _target.MainPath ?? Path, "None", null, reloaded, reloaded)];
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

    /// <summary>The main configuration file; null if only fragments were found.</summary>
    public string? MainPath => _target.MainPath;

    private static async Task<List<string>> RemoveLegacyFiltersAsync(NginxFilterTarget target, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var edits = new List<NginxEdit>();
        IEnumerable<NginxItem> filters = target.Configurations
            .SelectMany(configuration => configuration.Root.Descendants())
            .SelectMany(block => block.Items.Where(NginxLegacyIfFilter.IsOne))
            .DistinctBy(item => item.Directive);
        foreach (NginxItem filter in filters)
        {
            if (NginxLegacyIfFilter.IsPure(filter))
            {
                edits.Add(NginxLegacyIfFilter.Remove(filter.Directive));
            }
            else
            {
                warnings.Add($"{filter.Directive.Document.Path}, line {filter.Directive.Line}: this if was kept because it does more than disable the log.");
            }
        }

        target.Files.Apply(edits);
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
                if (_target.Files.Original(path) is { } original && path != _target.FilterFile)
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
