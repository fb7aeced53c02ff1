using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Remove", "PgThing", SupportsShouldProcess = true)]
[OutputType(typeof(PgSample))]
public sealed class RemovePgThingCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
