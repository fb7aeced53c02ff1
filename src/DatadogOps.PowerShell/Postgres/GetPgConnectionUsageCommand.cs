using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Tells how near PostgreSQL servers, databases and roles are to their limits on connections.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnectionUsage", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnectionUsage))]
public sealed class GetPgConnectionUsageCommand : PgCmdlet
{
    /// <summary>Whose limits.</summary>
    [Parameter]
    [ValidateSet("Server", "Database", "Role")]
    public string[] Scope { get; set; } = ["Server"];

    private protected override TargetWork<PgTarget> CreateWork()
    {
        PgUsageScope[] scopes = Array.ConvertAll(Scope, name => Enum.Parse<PgUsageScope>(name, ignoreCase: true));
        return Work<PgConnectionUsage>((target, sampling, reports, stop) =>
            PgActivityReader.ReadUsageAsync(target, scopes, sampling, reports, stop));
    }
}
