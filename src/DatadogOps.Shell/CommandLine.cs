using DatadogOps.Shell.Execution;
using DatadogOps.Shell.Terminal;

namespace DatadogOps.Shell;

/// <summary>The options of ddops itself, taken out of the process's arguments.</summary>
internal sealed class CommandLine
{
    private CommandLine()
    {
    }

    /// <summary>Format of the output; null to decide by the terminal.</summary>
    public OutputFormat? Format { get; private set; }

    /// <summary>Whether standard input holds JSON lines for the first cmdlet.</summary>
    public bool ReadsJsonLines { get; private set; }

    /// <summary>File with lines to run, <c>-</c> for standard input; or null.</summary>
    public string? ScriptFile { get; private set; }

    /// <summary>What is left: a line, a cmdlet and its arguments, or a command of ddops.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Takes the options out.</summary>
    /// <exception cref="EngineException">An option is unknown or lacks its value.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        var line = new CommandLine();
        bool onlyWords = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (onlyWords || !line.TryOption(argument, arguments, ref i))
            {
                onlyWords |= argument == "--";
                line.Words.Add(argument);
            }
        }

        return line;
    }

    private bool TryOption(string argument, string[] arguments, ref int index)
    {
        if (argument == "-f" && Words.Count == 0)
        {
            ScriptFile = Value(argument, arguments, ref index);
            return true;
        }

        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? argument : argument[..equals];
        switch (name)
        {
            case "--output":
                Format = ToFormat(equals < 0 ? Value(name, arguments, ref index) : argument[(equals + 1)..]);
                return true;
            case "--input":
                string input = equals < 0 ? Value(name, arguments, ref index) : argument[(equals + 1)..];
                ReadsJsonLines = input is "jsonl" or "-" ? true : throw new EngineException($"--input takes jsonl, not '{input}'.");
                return true;
            default:
                return false;
        }
    }

    private static string Value(string option, string[] arguments, ref int index) => index + 1 < arguments.Length
        ? arguments[++index]
        : throw new EngineException($"{option} needs a value; see 'ddops --help'.");

    private static OutputFormat ToFormat(string text) => text switch
    {
        "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "jsonl" => OutputFormat.JsonLines,
        "csv" => OutputFormat.Csv,
        _ => throw new EngineException($"--output takes table, json, jsonl or csv, not '{text}'."),
    };
}
