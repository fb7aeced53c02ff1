using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Queries;
using DatadogOps.Datadog.Queries.Charts;

namespace DatadogOps.Commands.Datadog;

/// <summary>Draws a metric query as a text chart.</summary>
[Cmdlet(VerbsCommon.Show, "DatadogMetric", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(string))]
public sealed class ShowDatadogMetricCommand : DatadogApiCmdlet
{
    private const string QuerySet = "Query";
    private const string InputSet = "InputObject";
    private const int UsualWidth = 80;
    private const int MinWidth = 40;

    private readonly List<DatadogMetricPoint> _points = [];
    private bool _hasFailed;

    /// <summary>Metric query, such as sum:postgresql.connection_state{*} by {state}.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Points from Get-DatadogMetric.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Start of the period. Defaults to -LastSec before its end.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public DateTimeOffset From { get; set; }

    /// <summary>End of the period. Defaults to now.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    public DateTimeOffset To { get; set; }

    /// <summary>Length of the period in seconds, if -From is not given.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateRange(1, int.MaxValue)]
    public int LastSec { get; set; } = 3600;

    /// <summary>Line draws the values over time, a strip for each series; Bar draws the last value of each series.</summary>
    [Parameter]
    [ValidateSet("Line", "Bar")]
    public string Chart { get; set; } = "Line";

    /// <summary>Number of series to draw: those with the largest last values.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Top { get; set; } = 10;

    /// <summary>Width in columns. Defaults to that of the terminal, or 80 without a terminal.</summary>
    [Parameter]
    [ValidateRange(MinWidth, 1000)]
    public int Width { get; set; }

    /// <summary>Height of each series in lines. Defaults to what fits a screen.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Height { get; set; }

    /// <summary>Colors the series with ANSI codes.</summary>
    [Parameter]
    public SwitchParameter Color { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == QuerySet)
        {
            _hasFailed = !Try(() => _points.AddRange(Enumerate(new DatadogReader(Api).QueryAsync(Query, QueryTime.Of(From, To, LastSec, TimeProvider.System), StopToken))));
        }
        else if (InputObject.BaseObject is DatadogMetricPoint point)
        {
            _points.Add(point);
        }
        else
        {
            WriteError(ToErrorRecord(new OperationException(
                QueryErrorIds.QueryInputUnknown,
                OperationErrorKind.InvalidInput,
                InputObject.BaseObject.GetType().Name,
                $"Expected a metric point, got {ObjectReader.Describe(InputObject)}.",
                "Pipe the output of Get-DatadogMetric, or pass a query.")));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_hasFailed)
        {
            // "No points" would be wrong after an error.
            return;
        }

        var options = new ChartOptions
        {
            Width = Width > 0 ? Width : TerminalWidth(),
            Height = Height,
            Top = Top,
            IsBars = Chart == "Bar",
            HasColor = Color,
        };
        foreach (string line in MetricChart.Draw(_points, options))
        {
            WriteObject(line);
        }
    }

    private static int TerminalWidth()
    {
        try
        {
            // The last column stays empty: some terminals wrap the line there.
            return Console.IsOutputRedirected ? UsualWidth : Math.Max(MinWidth, Console.WindowWidth - 1);
        }
        catch (Exception error) when (error is System.IO.IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }
}
