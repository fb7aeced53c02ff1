using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgPipeless")]
[OutputType(typeof(PgSample))]
public sealed class GetPgPipelessCommand : DatadogOpsCmdlet
{
    [Parameter]
    [Alias("ComputerName", "Server")]
    public string[]? HostName { get; set; }
}
