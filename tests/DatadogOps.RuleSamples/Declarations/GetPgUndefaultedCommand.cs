using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUndefaulted")]
[OutputType(typeof(PgSample))]
public sealed class GetPgUndefaultedCommand : DatadogOpsCmdlet
{
    [Parameter(ParameterSetName = "One")]
    public string? First { get; set; }

    [Parameter(ParameterSetName = "Two")]
    public string? Second { get; set; }
}
