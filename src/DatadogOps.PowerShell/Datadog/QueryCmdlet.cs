using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Queries;

namespace DatadogOps.Commands.Datadog;

/// <summary>What the cmdlets share that read a span of time back from Datadog.</summary>
public abstract class QueryCmdlet : DatadogApiCmdlet
{
    /// <summary>Begin of the time; so long before its end as -Last says unless given.</summary>
    [Parameter]
    public DateTimeOffset From { get; set; }

    /// <summary>End of the time; now unless given.</summary>
    [Parameter]
    public DateTimeOffset To { get; set; }

    /// <summary>Length of the time, where -From does not say its begin.</summary>
    [Parameter]
    public TimeSpan Last { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The span that all this amounts to.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    internal QueryTime Span() => QueryTime.Of(From == default ? null : From, To == default ? null : To, Last, TimeProvider.System);
}
