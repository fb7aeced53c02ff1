using System.Globalization;

namespace DatadogOps.Demo;

/// <summary>Values as bars, the largest first.</summary>
internal static class BarChart
{
    private const int Width = 40;

    // Eighths of a block, so that small differences show.
    private static readonly string[] Parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

    public static void Draw(IReadOnlyDictionary<string, double> values)
    {
        if (values.Count == 0)
        {
            Terminal.Line("  (nothing)");
            return;
        }

        double largest = Math.Max(values.Values.Max(), 1);
        int labelWidth = values.Keys.Max(key => key.Length);
        foreach ((string label, double value) in values.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            int eighths = (int)Math.Round(value / largest * Width * 8);
            string bar = new string('█', eighths / 8) + Parts[eighths % 8];
            Terminal.Line($"  {label.PadRight(labelWidth)} {Terminal.Colour("36", bar)} {value.ToString("0.##", CultureInfo.InvariantCulture)}");
        }
    }
}
