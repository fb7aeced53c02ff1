using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgResult")]
[OutputType(typeof(PgSample))]
public sealed class GetPgResultCommand : DatadogOpsCmdlet
{
    protected override void ProcessRecord() => WriteObject(Task.FromResult(1).Result);
}
