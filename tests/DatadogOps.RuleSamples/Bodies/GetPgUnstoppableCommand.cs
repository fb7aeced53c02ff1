using System.Management.Automation;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUnstoppable")]
[OutputType(typeof(PgSample))]
public sealed class GetPgUnstoppableCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(File.ReadAllText("x"));
}
