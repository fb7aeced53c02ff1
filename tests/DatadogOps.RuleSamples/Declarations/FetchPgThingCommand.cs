using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Fetch", "PgThing")]
[OutputType(typeof(PgSample))]
public sealed class FetchPgThingCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
