using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Intake;

namespace DatadogOps.Commands.Intake;

/// <summary>Ends local intakes; what they keep in a folder stays there.</summary>
[Cmdlet(VerbsLifecycle.Stop, "DatadogIntake", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class StopDatadogIntakeCommand : DatadogOpsCmdlet
{
    /// <summary>Process ids of those to end; unless given, the one that runs.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateRange(1, int.MaxValue)]
    public int[]? ProcessId { get; set; }

    /// <summary>Seconds that one may take to end by itself, before it is killed.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<DatadogIntake> running = IntakeRegistry.All();
        if (ProcessId is null)
        {
            if (running is [var only])
            {
                StopIfWanted(only);
            }
            else
            {
                WriteError(ToErrorRecord(IntakeRegistry.NotOne(running)));
            }

            return;
        }

        foreach (int id in ProcessId)
        {
            if (running.FirstOrDefault(one => one.ProcessId == id) is { } intake)
            {
                StopIfWanted(intake);
            }
            else
            {
                WriteError(ToErrorRecord(IntakeRegistry.NotRunning(id)));
            }
        }
    }

    private void StopIfWanted(DatadogIntake intake)
    {
        string kept = intake.DataPath is null ? "what it holds is lost" : $"its data stay in {intake.DataPath}";
        if (ShouldProcess($"the local Datadog at {intake.ApiUri}, process {intake.ProcessId} ({kept})", "Stop"))
        {
            Stop(intake);
        }
    }

    private void Stop(DatadogIntake intake)
    {
        try
        {
            Wait(IntakeRunner.StopAsync(intake, TimeSpan.FromSeconds(TimeoutSec), StopToken));

            // The list leaves out, and forgets, those that run no longer.
            IntakeRegistry.All();
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }
}
