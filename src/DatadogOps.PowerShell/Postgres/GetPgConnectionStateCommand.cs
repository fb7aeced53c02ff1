using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Counts the client sessions of PostgreSQL servers by state, application and more.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnectionState", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnectionState))]
public sealed class GetPgConnectionStateCommand : PgCmdlet
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

    /// <summary>What to group by.</summary>
    [Parameter]
    [ValidateSet("Database", "ApplicationName", "User", "ClientAddress", "State", "WaitEventType", "WaitEvent")]
    public string[] GroupBy { get; set; } = ["Database", "State"];

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
        string[] by = GroupBy;
        return Work<PgConnectionState>((target, sampling, output, stop) => PgActivityReader.ReadStatesAsync(target, filter, by, sampling, output, stop));
    }
}
