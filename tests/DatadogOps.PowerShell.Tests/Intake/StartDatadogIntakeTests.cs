using System.Management.Automation;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Intake;

/// <summary>The three cmdlets of the intake, in one line of life.</summary>
public sealed class StartDatadogIntakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ddintake").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_intake_starts_is_listed_answers_and_stops()
    {
        string socket = Path.Combine(_folder, "d.sock");
        PSObject intake = Assert.Single(StagedModule.Output($"Start-DatadogIntake -Port 0 -DogStatsDPort 0 -DataPath '{_folder}/data' -DogStatsDSocket '{socket}' -TimeoutSec 60"));
        int id = (int)intake.Get("ProcessId")!;
        try
        {
            using var control = new IntakeControl((Uri)intake.Get("ApiUri")!);
            Assert.Equal(0, (await control.CountsAsync()).Points);
            StagedModule.Output($"Send-DatadogMetric a.b 1 -DogStatsDEndpoint {intake.Get("DogStatsDEndpoint")}");
            StagedModule.Output($"Send-DatadogMetric a.b 2 -DogStatsDEndpoint unix://{socket}");
            await Polling.UntilAsync(async () => (await control.CountsAsync()).Metrics == 2, () => "The metrics did not come");
            Assert.True(File.Exists(Path.Combine(_folder, "data", "intake.db")));

            PSObject listed = Assert.Single(StagedModule.Output($"Get-DatadogIntake {id}"));
            Assert.Equal(intake.Get("ApiUri"), listed.Get("ApiUri"));
            Assert.Contains(id, StagedModule.Output("Get-DatadogIntake").Select(one => (int)one.Get("ProcessId")!));

            PipelineResult preview = StagedModule.Run($"Get-DatadogIntake {id} | Stop-DatadogIntake -WhatIf");
            Assert.Contains($"process {id}", string.Join('\n', preview.WhatIf), StringComparison.Ordinal);
            Assert.Single(StagedModule.Output($"Get-DatadogIntake {id}"));

            Assert.StartsWith("IntakePortTaken", IdOf(StagedModule.Run($"Start-DatadogIntake -Port {((Uri)intake.Get("ApiUri")!).Port} -DogStatsDPort 0 -TimeoutSec 60")), StringComparison.Ordinal);
            Assert.StartsWith("IntakePathUnusable", IdOf(StagedModule.Run($"Start-DatadogIntake -Port 0 -DogStatsDPort 0 -DataPath '{_folder}/data' -TimeoutSec 60")), StringComparison.Ordinal);
        }
        finally
        {
            StagedModule.Output($"Stop-DatadogIntake {id} -TimeoutSec 30 -Confirm:$false");
        }

        Assert.StartsWith("IntakeNotRunning", Assert.Single(StagedModule.Run($"Get-DatadogIntake {id}").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("IntakeNotRunning", Assert.Single(StagedModule.Run($"Stop-DatadogIntake {id} -Confirm:$false").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_WhatIf_nothing_starts()
    {
        PipelineResult result = StagedModule.Run($"Start-DatadogIntake -Port 0 -DataPath '{_folder}/none' -WhatIf");
        Assert.Contains("a local Datadog on 127.0.0.1", string.Join('\n', result.WhatIf), StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_with_a_way_out() =>
        Assert.StartsWith("IntakeNotInstalled", IdOf(StagedModule.Run($"Start-DatadogIntake -IntakePath '{_folder}/nope'")), StringComparison.Ordinal);

    [Fact]
    public void A_program_without_its_runtime_is_an_error_with_a_way_out()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // How .NET's own starter ends when the framework is missing.
        string program = Path.Combine(_folder, "intake");
        File.WriteAllText(program, "#!/bin/sh\necho 'You must install or update .NET to run this application.' >&2\nexit 150\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.StartsWith("IntakeRuntimeMissing", IdOf(StagedModule.Run($"Start-DatadogIntake -IntakePath '{_folder}'")), StringComparison.Ordinal);
    }

    private static string IdOf(PipelineResult result) => result.TerminatingError!.FullyQualifiedErrorId;
}
