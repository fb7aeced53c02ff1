using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgTwice")]
[OutputType(typeof(PgSample))]
public sealed class GetPgTwiceCommand : DatadogOpsCmdlet
{
    [Parameter]
    [Alias("Name")]
    public string? Role { get; set; }

    [Parameter]
    [Alias("Name")]
    public string? Owner { get; set; }
}
