using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Intake;

namespace DatadogOps.Commands.Intake;

/// <summary>Shows the local intakes that run for this user in the background.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogIntake")]
[OutputType(typeof(DatadogIntake))]
public sealed class GetDatadogIntakeCommand : DatadogOpsCmdlet
{
    /// <summary>Process ids of those to show; all, unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateRange(1, int.MaxValue)]
    public int[]? ProcessId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<DatadogIntake> running = IntakeRegistry.All();
        foreach (DatadogIntake intake in running.Where(intake => ProcessId?.Contains(intake.ProcessId) != false))
        {
            WriteObject(intake);
        }

        foreach (int id in ProcessId?.Except(running.Select(intake => intake.ProcessId)) ?? [])
        {
            WriteError(ToErrorRecord(IntakeRegistry.NotRunning(id)));
        }
    }
}
