using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgThings")]
[OutputType(typeof(PgSample))]
public sealed class GetPgThingsCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
