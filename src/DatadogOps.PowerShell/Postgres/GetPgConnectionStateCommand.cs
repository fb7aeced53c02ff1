using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;

namespace DatadogOps.Commands.Postgres;

/// <summary>Counts the sessions of PostgreSQL servers by state, application and more.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnectionState", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnectionState))]
public sealed class GetPgConnectionStateCommand : PgSessionFilterCmdlet
{
    /// <summary>What to count by.</summary>
    [Parameter]
    [ValidateSet("Database", "ApplicationName", "User", "ClientAddress", "State", "WaitEventType", "WaitEvent")]
    public string[] GroupBy { get; set; } = ["Database", "State"];

    private protected override TargetWork<PgTarget> CreateWork()
    {
        PgConnectionFilter filter = Filter;
        PgConnectionDimensions by = PgConnectionDimensions.None;
        foreach (string dimension in GroupBy)
        {
            by |= Enum.Parse<PgConnectionDimensions>(dimension, ignoreCase: true);
        }

        // Named after what it was counted by, so that a view can leave out the columns that would be empty.
        string viewName = $"{typeof(PgConnectionState).FullName}#{by.ToString().Replace(", ", "+", StringComparison.Ordinal)}";
        return Work<PgConnectionState>(
            (target, sampling, reports, stop) => PgActivityReader.ReadStatesAsync(target, filter, by, sampling, reports, stop),
            state =>
            {
                PSObject shown = PSObject.AsPSObject(state);
                shown.TypeNames.Insert(0, viewName);
                WriteObject(shown);
            });
    }
}
