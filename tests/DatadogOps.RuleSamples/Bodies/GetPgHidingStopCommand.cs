using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgHidingStop")]
[OutputType(typeof(PgSample))]
public sealed class GetPgHidingStopCommand : DatadogOpsCmdlet
{
    // Hides the sealed one instead of overriding it.
    private new void StopProcessing()
    {
    }

    protected override void EndProcessing() => StopProcessing();
}
