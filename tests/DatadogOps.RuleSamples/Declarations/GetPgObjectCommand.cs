using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgObject")]
[OutputType(typeof(object))]
public sealed class GetPgObjectCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Label { get; set; }
}
