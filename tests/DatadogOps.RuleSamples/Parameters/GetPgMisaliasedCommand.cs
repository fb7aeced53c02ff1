using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgMisaliased")]
[OutputType(typeof(PgSample))]
public sealed class GetPgMisaliasedCommand : DatadogOpsCmdlet
{
    [Parameter]
    [ValidateRange(1, 65535)]
    [Alias("PortNumber")]
    public int Port { get; set; }
}
