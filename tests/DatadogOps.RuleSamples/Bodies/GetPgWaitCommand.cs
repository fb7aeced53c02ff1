using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgWait")]
[OutputType(typeof(PgSample))]
public sealed class GetPgWaitCommand : DatadogOpsCmdlet
{
    protected override void ProcessRecord() => Task.Delay(1).Wait();
}
