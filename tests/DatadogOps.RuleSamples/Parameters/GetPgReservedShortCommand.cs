using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgReservedShort")]
[OutputType(typeof(PgSample))]
public sealed class GetPgReservedShortCommand : DatadogOpsCmdlet
{
    [Parameter]
    [Alias("db")]
    public string? Catalog { get; set; }
}
