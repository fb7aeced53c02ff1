using System.Globalization;

namespace DatadogOps.Shell.Terminal;

/// <summary>Formats of the output.</summary>
internal enum OutputFormat
{
    /// <summary>As PowerShell shows objects.</summary>
    Table,

    /// <summary>One JSON text.</summary>
    Json,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Comma-separated values.</summary>
    Csv,
}

/// <summary>What is known of the terminal, and how to write on it.</summary>
internal sealed record ConsoleOptions(OutputFormat Format, bool OutputIsTerminal, bool ErrorIsTerminal, bool CanAsk, int Width, bool Colours)
{
    private const int WidthWhenUnknown = 120;

    public bool OutputColour => Colours && OutputIsTerminal;

    public bool ErrorColour => Colours && ErrorIsTerminal;

    public static ConsoleOptions Detect(OutputFormat? format, bool readsInput)
    {
        bool output = !Console.IsOutputRedirected;
        bool error = !Console.IsErrorRedirected;
        return new ConsoleOptions(
            format ?? (output ? OutputFormat.Table : OutputFormat.JsonLines),
            output,
            error,
            error && !readsInput && !Console.IsInputRedirected,
            output ? TerminalWidth() : Columns() ?? WidthWhenUnknown,
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    private static int TerminalWidth()
    {
        int width = Console.WindowWidth;
        return width > 0 ? width : Columns() ?? WidthWhenUnknown;
    }

    private static int? Columns() =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;
}
