using System.Reflection;
using DatadogOps.Shell.Completion;
using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Help;
using DatadogOps.Shell.Terminal;

namespace DatadogOps.Shell;

/// <summary>What ddops does by itself: help, list, version, completion.</summary>
internal static class BuiltInCommands
{
    public static bool TryRun(DdopsEngine engine, CommandLine line, out int exitCode)
    {
        exitCode = ExitCodes.Success;
        List<string> words = line.Words;
        if (words.Count == 0)
        {
            if (line.ScriptFile is not null)
            {
                return false;
            }

            exitCode = ExitCodes.Failure;
            using StreamWriter error = StandardStreams.Error();
            error.Write(UsageText.Text);
            return true;
        }

        string? text = words[0] switch
        {
            "--help" or "-h" or "-?" => UsageText.Text,
            "--version" => Version(engine) + Environment.NewLine,
            "list" => CmdletHelp.List(engine.Catalog),
            "help" => words.Count > 1 ? CmdletHelp.Text(engine.Catalog, words[1]) : UsageText.Text,
            "completion" => CompletionScripts.Get(words.Count > 1 ? words[1] : ""),
            "__complete" => Complete(engine, words),
            _ when words.Count == 2 && words[1] is "-?" or "--help" && !words[0].Contains(' ', StringComparison.Ordinal) => CmdletHelp.Text(engine.Catalog, words[0]),
            _ => null,
        };
        if (text is null)
        {
            return words[0].StartsWith('-') && !words[0].Contains(' ', StringComparison.Ordinal)
                ? throw new EngineException($"The option '{words[0]}' is unknown; see 'ddops --help'.")
                : false;
        }

        using StreamWriter output = StandardStreams.Output();
        output.Write(text);
        return true;
    }

    private static string Complete(DdopsEngine engine, List<string> words)
    {
        int first = words.Count > 1 && words[1] == "--" ? 2 : 1;
        return string.Concat(Completer.Complete(engine.Catalog, words.GetRange(first, words.Count - first)).Select(c => c + "\n"));
    }

    private static string Version(DdopsEngine engine)
    {
        string own = typeof(BuiltInCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return $"ddops {own}, module {engine.Catalog.Manifest.Name} {engine.Catalog.Manifest.Version}";
    }
}
