using System.Management.Automation;
using DatadogOps.Postgres;

namespace DatadogOps.Commands;

/// <summary>Counts the sessions of PostgreSQL servers by state, application and more.</summary>
[Cmdlet(VerbsCommon.Get, "PgConnectionState", DefaultParameterSetName = "HostName")]
[OutputType(typeof(PgConnectionState))]
public sealed class GetPgConnectionStateCommand : PgSessionFilterCmdlet
{
    private string? _viewName;

    /// <summary>What to count by.</summary>
    [Parameter]
    [ValidateSet("Database", "ApplicationName", "User", "ClientAddress", "State", "WaitEventType", "WaitEvent")]
    public string[] GroupBy { get; set; } = ["Database", "State"];

    internal override void WriteItem(object item)
    {
        // Named after what it was counted by, so that a view can leave out the columns that would be empty.
        PSObject shown = PSObject.AsPSObject(item);
        shown.TypeNames.Insert(0, _viewName);
        WriteObject(shown);
    }

    private protected override PgWork CreateWork()
    {
        PgConnectionFilter filter = Filter;
        PgConnectionDimensions by = PgConnectionDimensions.None;
        foreach (string dimension in GroupBy)
        {
            by |= Enum.Parse<PgConnectionDimensions>(dimension, ignoreCase: true);
        }

        _viewName = $"{typeof(PgConnectionState).FullName}#{by.ToString().Replace(", ", "+", StringComparison.Ordinal)}";
        return Work<PgConnectionState>((target, sampling, reports, stop) =>
            PgActivityReader.ReadStatesAsync(target, filter, by, sampling, reports, stop));
    }
}
