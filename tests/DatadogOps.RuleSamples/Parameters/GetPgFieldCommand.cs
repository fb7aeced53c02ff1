using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgField")]
[OutputType(typeof(PgSample))]
public sealed class GetPgFieldCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Field;
}
