using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgBool")]
[OutputType(typeof(PgSample))]
public sealed class GetPgBoolCommand : DatadogOpsCmdlet
{
    [Parameter]
    public bool Quick { get; set; }
}
