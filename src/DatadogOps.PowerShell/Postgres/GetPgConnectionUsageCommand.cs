using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Gets how many connections PostgreSQL servers, databases and roles use, compared with their limits.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnectionUsage", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnectionUsage))]
public sealed class GetPgConnectionUsageCommand : PgCmdlet
{
    /// <summary>What to report: the server, its databases, or its roles.</summary>
    [Parameter]
    [ValidateSet("Server", "Database", "Role")]
    public string[] Scope { get; set; } = ["Server"];

    private protected override TargetWork<PgTarget> CreateWork()
    {
        string[] scopes = Scope;
        return Work<PgConnectionUsage>((target, sampling, reports, stop) =>
            PgActivityReader.ReadUsageAsync(target, scopes, sampling, reports, stop));
    }
}
