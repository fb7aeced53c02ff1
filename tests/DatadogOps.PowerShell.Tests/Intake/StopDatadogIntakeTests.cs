using DatadogOps.Tests.Engine;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Intake;

/// <summary>Intakes of a user of their own, so that those of other tests do not count: which one is meant where none is named.</summary>
public sealed class StopDatadogIntakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ddintakes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_one_that_runs_is_spoken_to_and_ended_without_being_named()
    {
        try
        {
            (int exit, string said) = await RunAsync("""
                Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60 | Connect-Datadog -Tag env:rehearsal
                Send-DatadogMetric a.b 3 -NoSpool -PassThru
                Get-DatadogMetric 'sum:a.b{env:rehearsal}'
                """);
            Assert.Equal((0, true), (exit, said.Contains("a.b", StringComparison.Ordinal)));
            Assert.Equal(0, (await RunAsync("Stop-DatadogIntake -Confirm:$false")).Exit);

            (exit, said) = await RunAsync("Stop-DatadogIntake -Confirm:$false");
            Assert.Equal(1, exit);
            Assert.Contains("No intake of yours runs.", said, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("Get-DatadogIntake | Stop-DatadogIntake -Confirm:$false");
        }
    }

    [Fact]
    public async Task Of_several_none_is_ended_without_being_named()
    {
        try
        {
            await RunAsync("Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60; Start-DatadogIntake -Port 0 -DogStatsDPort 0 -TimeoutSec 60");
            (int exit, string said) = await RunAsync("Stop-DatadogIntake -Confirm:$false");
            Assert.Equal(1, exit);
            Assert.Contains("2 intakes run: process ", said, StringComparison.Ordinal);
            Assert.Equal(2, (await RunAsync("(Get-DatadogIntake).ProcessId")).Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
        finally
        {
            await RunAsync("Get-DatadogIntake | Stop-DatadogIntake -Confirm:$false");
        }
    }

    private async Task<(int Exit, string Said)> RunAsync(string line)
    {
        var variables = new Dictionary<string, string?> { ["XDG_RUNTIME_DIR"] = _folder, ["DD_API_KEY"] = null, ["DD_APP_KEY"] = null };
        await using ChildProcess pwsh = PowerShellHost.Start(line, new ChildProcessOptions { Environment = variables });
        await pwsh.WaitForExitAsync();
        return (pwsh.ExitCode, pwsh.Output);
    }
}
