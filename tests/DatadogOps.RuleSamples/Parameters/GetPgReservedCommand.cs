using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgReserved")]
[OutputType(typeof(PgSample))]
public sealed class GetPgReservedCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? OutBuffer { get; set; }
}
