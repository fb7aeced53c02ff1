using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgSecret")]
[OutputType(typeof(PgSample))]
public sealed class GetPgSecretCommand : DatadogOpsCmdlet
{
    [Parameter]
    public string? Password { get; set; }
}
