namespace DatadogOps.Datadog.Queries.Charts;

/// <summary>How a chart is drawn.</summary>
public sealed record ChartOptions
{
    /// <summary>Width in columns, at least 40.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Height of one series in lines; 0 for what fits a screen.</summary>
    public int Height { get; init; }

    /// <summary>Number of series to draw; the others are only counted.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Draws the last values as bars instead of all values over time.</summary>
    public bool IsBars { get; init; }

    /// <summary>Whether to use ANSI colors.</summary>
    public bool HasColor { get; init; }

    /// <summary>Time zone of the axis.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;
}
