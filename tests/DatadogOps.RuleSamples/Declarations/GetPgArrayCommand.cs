using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgArray")]
[OutputType(typeof(PgSample[]))]
public sealed class GetPgArrayCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
