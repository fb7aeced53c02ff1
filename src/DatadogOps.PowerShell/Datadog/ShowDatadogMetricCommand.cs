using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Queries;
using DatadogOps.Datadog.Queries.Charts;

namespace DatadogOps.Commands.Datadog;

/// <summary>Draws a metric query as a chart of text.</summary>
[Cmdlet(VerbsCommon.Show, "DatadogMetric", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(string))]
public sealed class ShowDatadogMetricCommand : QueryCmdlet
{
    private const string QuerySet = "Query";
    private const string InputSet = "InputObject";
    private const int UsualWidth = 80;
    private const int MinWidth = 40;

    private readonly List<object> _points = [];
    private bool _hasFailed;

    /// <summary>Metric query: sum:postgresql.connection_state{*} by {state}.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Points of Get-DatadogMetric.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Line draws all values over time, a strip for each series; Bar the last value of each.</summary>
    [Parameter]
    [ValidateSet("Line", "Bar")]
    public string Chart { get; set; } = "Line";

    /// <summary>Series that are drawn, those with the largest last values.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Top { get; set; } = 10;

    /// <summary>Columns; those of the terminal unless given, and 80 where there is none.</summary>
    [Parameter]
    [ValidateRange(MinWidth, 1000)]
    public int Width { get; set; }

    /// <summary>Lines of each series; as many as fit a screen unless given.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Height { get; set; }

    /// <summary>Colours the series, by ANSI codes.</summary>
    [Parameter]
    public SwitchParameter Color { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == QuerySet)
        {
            _hasFailed = !Try(() => _points.AddRange(Enumerate(new DatadogReader(Api).QueryAsync(Query, Span(), StopToken))));
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
                $"There is no point of a metric in {ObjectReader.Describe(InputObject)}.",
                "Take points from Get-DatadogMetric, or give a query.")));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_hasFailed)
        {
            // An error was told; "no points" would be untrue.
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
        foreach (string line in MetricChart.Draw([.. _points.Cast<DatadogMetricPoint>()], options))
        {
            WriteObject(line);
        }
    }

    private static int TerminalWidth()
    {
        try
        {
            // The last column is left free: some terminals break the line there.
            return Console.IsOutputRedirected ? UsualWidth : Math.Max(MinWidth, Console.WindowWidth - 1);
        }
        catch (Exception error) when (error is System.IO.IOException or PlatformNotSupportedException)
        {
            return UsualWidth;
        }
    }
}
