namespace DatadogOps.Datadog.Queries.Charts;

/// <summary>Draws columns with a resolution of an eighth of a line.</summary>
internal static class Blocks
{
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>One line of a strip. A value at the bottom is still visible, unlike a missing one.</summary>
    /// <param name="samples">A value for each column, or null.</param>
    /// <param name="bottom">Value at the lower edge.</param>
    /// <param name="top">Value at the upper edge.</param>
    /// <param name="row">Line, 0 for the lowest.</param>
    /// <param name="rows">Lines of the strip.</param>
    public static string Row(double?[] samples, double bottom, double top, int row, int rows) => string.Create(samples.Length, (samples, bottom, top, row, rows), static (line, state) =>
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (state.samples[i] is not { } value)
            {
                line[i] = ' ';
                continue;
            }

            int level = Math.Max(1, (int)Math.Round((value - state.bottom) / (state.top - state.bottom) * state.rows * 8));
            line[i] = Eighths[Math.Clamp(level - (state.row * 8), 0, 8)];
        }
    });
}
