using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgUnaliased")]
[OutputType(typeof(PgSample))]
public sealed class GetPgUnaliasedCommand : DatadogOpsCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public string[]? LiteralPath { get; set; }
}
