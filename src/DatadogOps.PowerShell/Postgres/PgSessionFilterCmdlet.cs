using System.Management.Automation;
using DatadogOps.Postgres.Activity;

namespace DatadogOps.Commands.Postgres;

/// <summary>What the cmdlets over sessions share: which sessions to look at.</summary>
public abstract class PgSessionFilterCmdlet : PgCmdlet
{
    /// <summary>Only sessions in these states; wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PgStateCompleter))]
    public string[] State { get; set; } = [];

    /// <summary>Only sessions of these applications; wildcards; '' for those that do not say.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string[] ApplicationName { get; set; } = [];

    /// <summary>Only sessions of these roles; wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] User { get; set; } = [];

    /// <summary>Only sessions in these databases; wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] SessionDatabase { get; set; } = [];

    /// <summary>Only sessions from these client addresses; wildcards; local for Unix sockets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ClientAddress { get; set; } = [];

    /// <summary>Only sessions that have been in their state for so many seconds at least.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinStateSeconds { get; set; }

    /// <summary>Leaves out the session by which this command asks.</summary>
    [Parameter]
    public SwitchParameter ExcludeSelf { get; set; }

    private protected PgConnectionFilter Filter => new()
    {
        State = State,
        ApplicationName = ApplicationName,
        User = User,
        Database = SessionDatabase,
        ClientAddress = ClientAddress,
        MinStateSeconds = MinStateSeconds > 0 ? MinStateSeconds : null,
        ExcludeSelf = ExcludeSelf,
    };
}
