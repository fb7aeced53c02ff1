using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUntyped")]
public sealed class GetPgUntypedCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
