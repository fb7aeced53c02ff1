using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgSleep")]
[OutputType(typeof(PgSample))]
public sealed class GetPgSleepCommand : DatadogOpsCmdlet
{
    protected override void ProcessRecord() => Thread.Sleep(1);
}
