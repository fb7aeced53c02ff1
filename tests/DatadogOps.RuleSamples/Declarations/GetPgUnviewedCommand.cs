using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUnviewed")]
[OutputType(typeof(PgUnviewed))]
public sealed class GetPgUnviewedCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
