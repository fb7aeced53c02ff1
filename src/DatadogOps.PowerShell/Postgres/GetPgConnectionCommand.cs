using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Tells who is connected to PostgreSQL servers: one object a session.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnection", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnection))]
public sealed class GetPgConnectionCommand : PgSessionFilterCmdlet
{
    /// <summary>Also gives the text of the running or last query.</summary>
    [Parameter]
    public SwitchParameter IncludeQuery { get; set; }

    private protected override TargetWork<PgTarget> CreateWork()
    {
        PgConnectionFilter filter = Filter;
        bool withQuery = IncludeQuery;
        return Work<PgConnection>((target, sampling, reports, stop) =>
            PgActivityReader.ReadConnectionsAsync(target, filter, withQuery, sampling, reports, stop));
    }
}
