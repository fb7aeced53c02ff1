using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DatadogOps.Datadog.Queries.Charts;

/// <summary>
/// Draws series as lines of text: over time, each in a strip of its own on a common scale, so that they can be told apart without
/// colors; or their last values as bars.
/// </summary>
/// <remarks>
/// This is in Core because Spectre.Console must load from deps/ only. An assembly that the PowerShell project referenced itself would
/// load into the default context, where another module's version of it may already be.
/// </remarks>
public static class MetricChart
{
    private const int MinWidth = 40;

    // A screen of 24 lines, less the lines around the strips.
    private const int ScreenLines = 20;
    private const int MaxStrip = 8;
    private const int AxisWidth = 8;

    private static readonly Color[] Palette = [Color.Blue, Color.Green, Color.Yellow, Color.Purple, Color.Teal, Color.Red, Color.Aqua, Color.Fuchsia];

    /// <summary>Draws points; without points, returns one line that says so.</summary>
    /// <param name="points">Points of any number of series.</param>
    /// <param name="options">How to draw them.</param>
    /// <returns>Lines without line breaks.</returns>
    public static IReadOnlyList<string> Draw(IReadOnlyCollection<DatadogMetricPoint> points, ChartOptions options)
    {
        List<ChartSeries> all = ChartSeries.Of(points);
        if (all.Count == 0)
        {
            return ["No points in this period."];
        }

        List<ChartSeries> shown = [.. all.Take(options.Top)];
        int width = Math.Max(options.Width, MinWidth);
        double begin = all.Min(series => series.Begin);
        double end = all.Max(series => series.End);
        var parts = new List<IRenderable>
        {
            new Text(string.Join("; ", points.Select(point => ChartSeries.Plain(point.Query)).Distinct()), new Style(decoration: Decoration.Bold)) { Overflow = Overflow.Ellipsis },
        };
        if (options.IsBars)
        {
            parts.Add(new Text($"last values, {Time(end, options.Zone, "yyyy-MM-dd HH:mm")}"));
            parts.Add(Bars(shown, width));
        }
        else
        {
            parts.AddRange(Strips(shown, begin, end, width, options));
        }

        if (all.Count > shown.Count)
        {
            parts.Add(new Text(string.Create(CultureInfo.InvariantCulture, $"and {all.Count - shown.Count} more series; -Top shows more.")));
        }

        return Render(new Rows(parts), width, options.HasColor);
    }

    /// <summary>A number with at most four digits, and k, M or G for large ones.</summary>
    internal static string Number(double value)
    {
        (double scaled, string suffix) = Math.Abs(value) switch
        {
            >= 1e9 => (value / 1e9, "G"),
            >= 1e6 => (value / 1e6, "M"),
            >= 10_000 => (value / 1e3, "k"),
            _ => (value, ""),
        };
        string format = Math.Abs(scaled) switch { >= 100 => "0", >= 10 => "0.#", _ => "0.###" };
        return scaled.ToString(format, CultureInfo.InvariantCulture) + suffix;
    }

    private static BarChart Bars(List<ChartSeries> series, int width)
    {
        var chart = new BarChart { Width = width, ShowValues = true, ValueFormatter = (value, _) => Number(value) };
        for (int i = 0; i < series.Count; i++)
        {
            chart.AddItem(Markup.Escape(series[i].Name), series[i].Last, Palette[i % Palette.Length]);
        }

        return chart;
    }

    private static IEnumerable<IRenderable> Strips(List<ChartSeries> series, double begin, double end, int width, ChartOptions options)
    {
        int columns = width - AxisWidth - 2;
        int rows = options.Height > 0 ? options.Height : Math.Clamp((ScreenLines / series.Count) - 1, 1, MaxStrip);
        List<double?[]> samples = [.. series.Select(one => one.Sample(begin, end, columns))];
        double top = series.Max(one => one.Max);
        double bottom = Math.Min(0, series.Min(one => one.Min));
        top = top > bottom ? top : bottom + 1;
        for (int i = 0; i < series.Count; i++)
        {
            ChartSeries one = series[i];
            var style = new Style(options.HasColor ? Palette[i % Palette.Length] : Color.Default);
            yield return Heading(one, width);
            for (int row = rows - 1; row >= 0; row--)
            {
                string label = row == rows - 1 ? Number(top) : row == 0 ? Number(bottom) : "";
                string mark = label.Length > 0 ? "┤" : "│";
                yield return new Columns(new Text($"{label,AxisWidth}{mark}"), new Text(Blocks.Row(samples[i], bottom, top, row, rows), style)) { Padding = new Padding(0), Expand = false };
            }
        }

        yield return new Text(new string(' ', AxisWidth) + "└" + new string('─', columns));
        yield return new Text(new string(' ', AxisWidth + 1) + TimeAxis(begin, end, columns, options.Zone));
    }

    // The name is truncated if the line is too long, the numbers are not.
    private static Text Heading(ChartSeries series, int width)
    {
        string numbers = $"  last {Number(series.Last)}  min {Number(series.Min)}  max {Number(series.Max)}";
        int room = Math.Max(8, width - numbers.Length);
        string name = series.Name.Length <= room ? series.Name : series.Name[..(room - 1)] + "…";
        return new Text(name.PadRight(room) + numbers) { Overflow = Overflow.Crop };
    }

    private static string TimeAxis(double begin, double end, int columns, TimeZoneInfo zone)
    {
        string format = end - begin > 2 * 86_400 ? "MM-dd HH:mm" : end - begin < 600 ? "HH:mm:ss" : "HH:mm";
        int labels = Math.Max(2, columns / (format.Length * 2));
        char[] line = [.. Enumerable.Repeat(' ', columns)];
        for (int i = 0; i < labels; i++)
        {
            string label = Time(begin + ((end - begin) * i / (labels - 1)), zone, format);
            int at = Math.Min((int)((long)columns * i / (labels - 1)), columns - label.Length);
            label.CopyTo(0, line, at, label.Length);
        }

        return new string(line);
    }

    private static string Time(double seconds, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)), zone).ToString(format, CultureInfo.InvariantCulture);

    private static List<string> Render(IRenderable chart, int width, bool hasColor)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = hasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(chart);
        return [.. writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
