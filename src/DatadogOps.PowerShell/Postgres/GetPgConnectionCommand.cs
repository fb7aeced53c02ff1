using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Gets the client sessions of PostgreSQL servers.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnection", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnection))]
public sealed class GetPgConnectionCommand : PgCmdlet
{
    /// <summary>Only sessions in these states. Wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PgStateCompleter))]
    public string[] State { get; set; } = [];

    /// <summary>Only sessions of these applications. Wildcards are allowed; '' matches sessions without an application name.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string[] ApplicationName { get; set; } = [];

    /// <summary>Only sessions of these roles. Wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] User { get; set; } = [];

    /// <summary>Only sessions in these databases. Wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SessionDatabase { get; set; } = [];

    /// <summary>Only sessions from these client addresses. Wildcards are allowed; local matches Unix sockets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ClientAddress { get; set; } = [];

    /// <summary>Only sessions that have been in their state for at least this many seconds.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinStateSec { get; set; }

    /// <summary>Excludes the session of this command.</summary>
    [Parameter]
    public SwitchParameter ExcludeSelf { get; set; }

    /// <summary>Includes the text of the running or last query.</summary>
    [Parameter]
    public SwitchParameter IncludeQuery { get; set; }

    private protected override TargetWork<PgTarget> CreateWork()
    {
        var filter = new PgConnectionFilter
        {
            State = State,
            ApplicationName = ApplicationName,
            User = User,
            Database = SessionDatabase,
            ClientAddress = ClientAddress,
            MinStateSeconds = MinStateSec > 0 ? MinStateSec : null,
            ExcludeSelf = ExcludeSelf,
        };
        bool withQuery = IncludeQuery;
        return Work<PgConnection>((target, sampling, reports, stop) =>
            PgActivityReader.ReadConnectionsAsync(target, filter, withQuery, sampling, reports, stop));
    }
}
