using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgAwaiter")]
[OutputType(typeof(PgSample))]
public sealed class GetPgAwaiterCommand : DatadogOpsCmdlet
{
    protected override void ProcessRecord() => Task.Delay(1).GetAwaiter().GetResult();
}
