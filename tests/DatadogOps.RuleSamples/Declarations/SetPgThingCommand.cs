using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Set", "PgThing")]
[OutputType(typeof(PgSample))]
public sealed class SetPgThingCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
