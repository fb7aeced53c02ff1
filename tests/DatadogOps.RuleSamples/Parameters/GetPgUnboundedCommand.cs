using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUnbounded")]
[OutputType(typeof(PgSample))]
public sealed class GetPgUnboundedCommand : DatadogOpsCmdlet
{
    [Parameter]
    public int TimeoutSec { get; set; }
}
