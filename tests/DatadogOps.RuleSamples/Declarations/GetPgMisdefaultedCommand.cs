using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgMisdefaulted", DefaultParameterSetName = "Three")]
[OutputType(typeof(PgSample))]
public sealed class GetPgMisdefaultedCommand : DatadogOpsCmdlet
{
    [Parameter(ParameterSetName = "One")]
    public string? First { get; set; }

    [Parameter(ParameterSetName = "Two")]
    public string? Second { get; set; }
}
