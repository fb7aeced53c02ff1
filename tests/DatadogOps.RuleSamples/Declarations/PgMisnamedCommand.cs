using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Samples;

namespace DatadogOps.Commands;

[Cmdlet("Get", "PgOther")]
[OutputType(typeof(PgSample))]
public sealed class PgMisnamedCommand : DatadogOpsCmdlet;
