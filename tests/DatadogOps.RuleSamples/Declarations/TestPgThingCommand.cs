using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Test", "PgThing", SupportsShouldProcess = true)]
[OutputType(typeof(PgSample))]
public sealed class TestPgThingCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
