using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "Thing")]
[OutputType(typeof(PgSample))]
public sealed class GetThingCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
