using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgMistyped")]
[OutputType(typeof(PgSample))]
public sealed class GetPgMistypedCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Day { get; set; }
}
