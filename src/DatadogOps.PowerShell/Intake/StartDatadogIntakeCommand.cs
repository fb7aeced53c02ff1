using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Intake;

namespace DatadogOps.Commands.Intake;

/// <summary>Starts a local Datadog in the background, for rehearsals, and returns once it answers.</summary>
[Cmdlet(VerbsLifecycle.Start, "DatadogIntake", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogIntake))]
public sealed class StartDatadogIntakeCommand : DatadogOpsCmdlet
{
    /// <summary>HTTP port of 127.0.0.1; 0 takes any free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 18126;

    /// <summary>UDP port of DogStatsD; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int DogStatsDPort { get; set; } = 18125;

    /// <summary>Unix datagram socket of DogStatsD to make as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DogStatsDSocket { get; set; }

    /// <summary>Folder to keep everything in, over restarts; without it all is in memory.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DataPath { get; set; }

    /// <summary>The intake's program, or the folder that holds it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IntakePath { get; set; }

    /// <summary>Seconds that it may take to be ready.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string data = DataPath is null ? "in memory" : $"in {FullPath(DataPath)}";
        if (!ShouldProcess($"a local Datadog on 127.0.0.1, HTTP port {Port}, DogStatsD port {DogStatsDPort}, data {data}", "Start in the background"))
        {
            return;
        }

        try
        {
            DatadogIntake intake = Wait(IntakeRunner.StartAsync(
                new IntakeStart
                {
                    IntakePath = FullPath(IntakePath),
                    ModuleFolder = Path.GetDirectoryName(typeof(StartDatadogIntakeCommand).Assembly.Location)!,
                    Port = Port,
                    DogStatsDPort = DogStatsDPort,
                    DogStatsDSocket = FullPath(DogStatsDSocket),
                    DataPath = FullPath(DataPath),
                    Timeout = TimeSpan.FromSeconds(TimeoutSec),
                },
                StopToken));
            WriteVerbose($"To send to it: Get-DatadogIntake {intake.ProcessId} | Connect-Datadog");
            WriteObject(intake);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private string? FullPath(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);
}
