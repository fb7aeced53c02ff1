using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Input;
using DatadogOps.Shell.Output;
using DatadogOps.Shell.Terminal;

namespace DatadogOps.Shell;

/// <summary>ddops: pipelines of DatadogOps cmdlets from any shell, without PowerShell.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            CommandLine line = CommandLine.Parse(arguments);
            var engine = new DdopsEngine(ModuleFolder());
            return BuiltInCommands.TryRun(engine, line, out int exitCode) ? exitCode : Run(engine, line);
        }
        catch (EngineException failure)
        {
            using StreamWriter error = StandardStreams.Error();
            error.WriteLine("ddops: " + failure.Message);
            return ExitCodes.Failure;
        }
        catch (BrokenOutputException)
        {
            return ExitCodes.Success;
        }
        catch (IOException) when (!OperatingSystem.IsWindows())
        {
            // The reader of help or of a list has gone.
            return ExitCodes.Success;
        }
    }

    private static int Run(DdopsEngine engine, CommandLine line)
    {
        string? script = Script(line);
        using var signals = new StopSignals();
        using var streams = new ConsoleStreams(
            ConsoleOptions.Detect(line.Format, line.ReadsJsonLines || line.ScriptFile == "-"), () => Views(engine));
        IEnumerable<object?>? input = line.ReadsJsonLines ? JsonLinesReader.Read(Console.In) : null;
        int exitCode = script is not null
            ? engine.Run(script, streams, input, signals.Token)
            : engine.Run(line.Words, streams, input, signals.Token);
        streams.Complete();
        return exitCode;
    }

    // One argument is a whole line; several are one cmdlet and its arguments.
    private static string? Script(CommandLine line)
    {
        if (line.ScriptFile is null)
        {
            return line.Words.Count == 1 ? line.Words[0]
                : line.Words[0].AsSpan().ContainsAny(' ', '|', ';') ? throw new EngineException("Arguments behind a whole line are not understood. Give either one argument with the whole line, or a cmdlet and its arguments.")
                : null;
        }

        if (line.Words.Count > 0)
        {
            throw new EngineException("Give either -f FILE or a line to run, not both.");
        }

        if (line.ScriptFile == "-")
        {
            return line.ReadsJsonLines ? throw new EngineException("Standard input cannot hold both the script and JSON lines.") : Console.In.ReadToEnd();
        }

        try
        {
            return File.ReadAllText(line.ScriptFile);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"The script '{line.ScriptFile}' cannot be read. {failure.Message}");
        }
    }

    private static string ModuleFolder() =>
        Environment.GetEnvironmentVariable("DDOPS_MODULE") is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "DatadogOps");

    private static List<TableView> Views(DdopsEngine engine)
    {
        var views = new List<TableView>();
        foreach (string format in engine.Catalog.Manifest.Formats)
        {
            views.AddRange(TableView.Read(Path.Combine(engine.Catalog.Folder, format)));
        }

        return views;
    }
}
