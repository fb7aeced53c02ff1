using System.Globalization;
using System.Management.Automation;
using DatadogOps.Datadog.Queries;

namespace DatadogOps.Commands.Datadog;

/// <summary>Asks Datadog for the points of a metric query.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogMetric")]
[OutputType(typeof(DatadogMetricPoint))]
public sealed class GetDatadogMetricCommand : QueryCmdlet
{
    /// <summary>Metric query: sum:postgresql.connection_state{*} by {state}.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Query { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        QueryTime time = Span();
        int points = 0;
        foreach (DatadogMetricPoint point in Enumerate(new DatadogReader(Api).QueryAsync(Query, time, StopToken)))
        {
            points++;
            WriteObject(point);
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {points} points of '{Query}' from {time.From:u} to {time.To:u}."));
    });
}
