using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Checks whether the runs of a tool get to Datadog, as far as that shows without a run.</summary>
/// <param name="toolName">The tool.</param>
/// <param name="options">What its files were made with.</param>
/// <param name="wirings">Files of the tool that put the wiring to use, in place of the usual ones; null for those.</param>
/// <param name="environment">Reads a variable; null when it is not set.</param>
public sealed class HandlerCheck(string toolName, HandlerOptions options, IReadOnlyList<string>? wirings, Func<string, string?> environment)
{
    private const string Passed = "Passed";
    private const string Warning = "Warning";
    private const string Failed = "Failed";

    private readonly HandlerTool _tool = HandlerTool.Find(toolName);

    /// <summary>Runs all checks.</summary>
    /// <exception cref="OperationException">A path holds what the files cannot say.</exception>
    public IEnumerable<ConfigRunHandlerFinding> Run()
    {
        IEnumerable<ConfigRunHandlerFile> files = HandlerFiles.Make(_tool.Name, options);
        IEnumerable<ConfigRunHandlerFinding> findings =
            files.SelectMany(CheckFile).Append(CheckRunner()).Concat(CheckWiring()).Concat(CheckReport()).Append(CheckState()).Append(CheckKey());
        return findings;
    }

    private IEnumerable<ConfigRunHandlerFinding> CheckFile(ConfigRunHandlerFile file)
    {
        string make = $"Make it with: New-ConfigRunHandler -Tool {_tool.Name.ToLowerInvariant()} -Path {options.Folder}";
        string? text = TryRead(file.Path, out string? problem);
        if (text is null)
        {
            yield return Finding("File", Failed, file.Path, problem!, make);
            yield break;
        }

        yield return text == file.Text
            ? Finding("File", Passed, file.Path, "It is there, as it is made today.")
            : Finding("File", Warning, file.Path, "It was made with other paths or by another version, or changed by hand.", $"Compare it with what this writes, and add -Force to replace it. {make}");
        if (OperatingSystem.IsWindows())
        {
            yield break;
        }

        UnixFileMode mode = File.GetUnixFileMode(file.Path);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            yield return Finding("Mode", Failed, file.Path, "Others may change it, and it runs with the rights of the tool.", $"chmod go-w {file.Path}");
        }

        if (file.IsExecutable && (mode & UnixFileMode.UserExecute) == 0)
        {
            yield return Finding("Mode", Failed, file.Path, "It is a program and not executable.", $"chmod 755 {file.Path}");
        }
    }

    // What the installed script calls, whatever would be written today.
    private ConfigRunHandlerFinding CheckRunner()
    {
        string runner = TryRead(Path.Combine(options.Folder, "datadogops-send-report"), out _)?.Split('\n')
            .FirstOrDefault(line => line.StartsWith("runner='", StringComparison.Ordinal))?["runner='".Length..].TrimEnd('\'') ?? options.RunnerPath;
        if (!File.Exists(runner))
        {
            return Finding("Runner", Failed, runner, "There is neither ddops nor pwsh at this place.", "Install DatadogOps (build.sh install -p:Prefix=/usr/local), or make the files again with -RunnerPath.");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(runner) & (UnixFileMode.UserExecute | UnixFileMode.OtherExecute)) != 0
            ? Finding("Runner", Passed, runner, "It is there.")
            : Finding("Runner", Failed, runner, "It is not executable.", $"chmod 755 {runner}");
    }

    private IEnumerable<ConfigRunHandlerFinding> CheckWiring()
    {
        IReadOnlyList<HandlerWiring> places = wirings is null
            ? _tool.Wirings
            : [.. wirings.Select(path => _tool.Wirings.FirstOrDefault(known => Path.GetFileName(known.Path) == Path.GetFileName(path)) is { } known ? known with { Path = path } : new HandlerWiring(path, ""))];
        if (places.Count == 0)
        {
            yield break;
        }

        if (places.FirstOrDefault(IsWired) is { } used)
        {
            yield return Finding("Wiring", Passed, used.Path, $"{_tool.Title} or systemd uses the files.");
        }
        else
        {
            yield return Finding(
                "Wiring",
                Failed,
                string.Join(", ", places.Select(place => place.Path)),
                $"Nothing tells {_tool.Title} or systemd of the files.",
                $"Follow {Path.Combine(options.Folder, $"datadogops-{_tool.Name.ToLowerInvariant()}.md")}.");
        }
    }

    private bool IsWired(HandlerWiring place) =>
        TryRead(place.Path, out _) is { } text
        && (place.Word is null || text.Split('\n').Any(line =>
            !line.TrimStart().StartsWith('#')
            && line.Contains(place.Word, StringComparison.Ordinal)
            && line.Contains("datadogops-" + _tool.Name.ToLowerInvariant(), StringComparison.Ordinal)));

    private IEnumerable<ConfigRunHandlerFinding> CheckReport()
    {
        string report = _tool.ReportPath(options);
        if (report.Length == 0)
        {
            yield break;
        }

        if (_tool.IsFolderOwn)
        {
            yield return CheckWritable("Report", report, "Reports can be written.");
        }
        else if (!Path.Exists(report))
        {
            yield return Finding("Report", Warning, report, $"There is no report of {_tool.Title} yet.", "Run it once, and check again; give -ReportPath where its reports are elsewhere.");
        }
        else if (Directory.Exists(report))
        {
            yield return Finding("Report", Passed, report, "The folder of reports is there.");
        }
        else
        {
            yield return TryRead(report, out string? problem, 1) is null
                ? Finding("Report", Failed, report, problem!, "Let the account that sends read it.")
                : Finding("Report", Passed, report, "The last report can be read.");
        }
    }

    private ConfigRunHandlerFinding CheckState() =>
        CheckWritable("State", UserFolders.State(environment), "What was sent can be remembered.");

    private ConfigRunHandlerFinding CheckKey()
    {
        const string Advice = "Write DD_API_KEY=... and DD_SITE=... into that file, mode 0600; not needed where an Agent runs on this machine.";
        string path = options.EnvironmentPath;
        if (!string.IsNullOrEmpty(environment("DD_API_KEY")))
        {
            return Finding("Key", Passed, "DD_API_KEY", "The environment holds an API key. That of a service may not.");
        }

        string? text = TryRead(path, out string? problem);
        if (text is null)
        {
            return Finding("Key", Warning, path, problem!, Advice);
        }

        bool isOpen = !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
        bool hasKey = text.Split('\n').Any(line => line.Trim().StartsWith("DD_API_KEY=", StringComparison.Ordinal) && line.Trim().Length > "DD_API_KEY=".Length);
        return (hasKey, isOpen) switch
        {
            (true, true) => Finding("Key", Failed, path, "Others can read the API key in it.", $"chmod 600 {path}"),
            (true, false) => Finding("Key", Passed, path, "It holds an API key that only its owner reads."),
            _ => Finding("Key", Warning, path, "It holds no DD_API_KEY.", Advice),
        };
    }

    // Tried, since modes do not tell of read-only mounts and access lists. What is missing counts by the folder that would hold it.
    private ConfigRunHandlerFinding CheckWritable(string check, string folder, string well)
    {
        string? existing = folder;
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        string probe = Path.Combine(existing ?? "/", $".datadogops-{Guid.NewGuid():N}.tmp");
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return Finding(check, Passed, folder, existing == folder ? well : $"{well} The folder is made when it is needed.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Finding(check, Failed, folder, $"It cannot be written to: {error.Message}", "Let the account that runs this write there.");
        }
    }

    private static string? TryRead(string path, out string? problem, int limit = 1024 * 1024)
    {
        problem = null;
        try
        {
            using var reader = new StreamReader(path);
            char[] text = new char[limit];
            return new string(text, 0, reader.ReadBlock(text, 0, limit));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "It is not there.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"It cannot be read: {error.Message}";
        }

        return null;
    }

    private ConfigRunHandlerFinding Finding(string check, string outcome, string target, string message, string? advice = null) =>
        new() { Tool = _tool.Name, Check = check, Outcome = outcome, Target = target, Message = message, Advice = advice };
}
