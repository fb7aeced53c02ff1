using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Queries;

namespace DatadogOps.Commands.Datadog;

/// <summary>Gets the points of a metric query from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogMetric")]
[OutputType(typeof(DatadogMetricPoint))]
public sealed class GetDatadogMetricCommand : DatadogApiCmdlet
{
    /// <summary>Metric query, such as sum:postgresql.connection_state{*} by {state}.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <summary>Start of the period. Defaults to -LastSec before its end.</summary>
    [Parameter]
    public DateTimeOffset From { get; set; }

    /// <summary>End of the period. Defaults to now.</summary>
    [Parameter]
    public DateTimeOffset To { get; set; }

    /// <summary>Length of the period in seconds, if -From is not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int LastSec { get; set; } = 3600;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        QueryTime time = QueryTime.Of(From, To, LastSec, TimeProvider.System);
        int points = 0;
        foreach (DatadogMetricPoint point in Enumerate(new DatadogReader(Api).QueryAsync(Query, time, StopToken)))
        {
            points++;
            WriteObject(point);
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {points} points of '{Query}' from {time.From:u} to {time.To:u}."));
    });
}
