namespace DatadogOps.Datadog.Queries.Charts;

/// <summary>How a chart is drawn.</summary>
public sealed record ChartOptions
{
    /// <summary>Columns of the terminal, 40 at least.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Lines of one series; 0 for as many as make the whole fit a screen.</summary>
    public int Height { get; init; }

    /// <summary>Series that are drawn; the others are counted.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Draws the last values as bars, instead of all values over time.</summary>
    public bool IsBars { get; init; }

    /// <summary>Whether ANSI colours are used.</summary>
    public bool HasColor { get; init; }

    /// <summary>Zone of the times on the axis.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;
}
