using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Testbed;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>
/// Sender and receiver are killed with SIGKILL at random moments. What a command had reported as accepted or spooled arrives, and
/// nothing arrives more often than the documented bound. DATADOGOPS_KILLS sets the number of kills.
/// </summary>
public sealed class KillTests
{
    private const int Seed = 20260722;
    private const int SigKill = 9;
    private const int DefaultKills = 200;
    private const int CommandsOfARound = 5;

    // One attempt and three repetitions within a command, and one more for each drain that was cut off.
    private const int MaxArrivals = 8;

    [Fact]
    public async Task WhatWasReportedArrivesWhoeverIsKilled()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there is no SIGKILL
        }

        int kills = int.TryParse(Environment.GetEnvironmentVariable("DATADOGOPS_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : DefaultKills;
        string folder = Directory.CreateTempSubdirectory("datadogops-kill-").FullName;
        var random = new Random(Seed);
        int port = FreePort.Next();
        var reported = new List<string>();
        IntakeProcess intake = await StartAsync(folder, port);
        try
        {
            for (int round = 0; round < kills; round++)
            {
                await using ChildProcess sender = StartSender(intake.ApiUri, folder, round);
                await Task.Delay(random.Next(300, 1300)); // PowerShell takes the first of it to start
                if (random.Next(2) == 0)
                {
                    sender.Signal(SigKill);
                }
                else
                {
                    await intake.KillAsync();
                    await intake.DisposeAsync();
                    intake = await StartAsync(folder, port);
                }

                await sender.WaitForExitAsync();
                reported.AddRange(Reported(sender.StandardOutput, round));
            }

            PSObject rest = Assert.Single(StagedModule.Output(
                $"Send-DatadogSpool -ApiUri {intake.ApiUri} -ApiKey {DeliveryFixture.Key} -SpoolPath '{Path.Combine(folder, "spool")}' -PassThru"));
            Assert.Equal((0L, 0L), (rest.Get("Spooled"), rest.Get("Dropped")));
            Assert.NotEmpty(reported);
            using var control = new IntakeControl(intake.ApiUri);
            foreach (string metric in reported)
            {
                IReadOnlyList<JsonElement> series = await control.SeriesAsync(metric);
                Assert.True(series.Count == 1, $"{metric} was reported and did not arrive.");
                Assert.InRange(series[0].GetProperty("points").GetArrayLength(), 1, MaxArrivals);
            }
        }
        finally
        {
            await intake.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ACommandOfManyRequestsLosesNothingWhenTheReceiverIsKilledInItsMidst()
    {
        const int Points = 20_000; // three requests
        string folder = Directory.CreateTempSubdirectory("datadogops-kill-").FullName;
        string spool = Path.Combine(folder, "spool");
        int port = FreePort.Next();
        IntakeProcess intake = await StartAsync(folder, port);
        try
        {
            string line = $"Send-DatadogMetric -ApiUri {intake.ApiUri} -ApiKey {DeliveryFixture.Key} -SpoolPath '{spool}' -TimeoutSec 20 -PassThru";
            using (var control = new IntakeControl(intake.ApiUri))
            {
                await control.SetFaultsAsync(IntakeFault.LateAnswer(TimeSpan.FromMilliseconds(500)));
            }

            Task<PipelineResult> sending = Task.Run(() => StagedModule.Run(line, Noisy(Points)));
            using (var control = new IntakeControl(intake.ApiUri))
            {
                await Polling.UntilAsync(async () => (await control.SeriesAsync("kill.large")).Count > 0, () => "no request came");
            }

            await intake.KillAsync();
            await intake.DisposeAsync();
            intake = await StartAsync(folder, port);
            PipelineResult result = await sending;
            PSObject sent = Assert.Single(result.Output)!;
            Assert.Equal((long)Points, (long)sent.Get("Accepted")! + (long)sent.Get("Spooled")!);
            Assert.Equal(0L, sent.Get("Dropped"));
            Assert.True((long)sent.Get("Requests")! > 2, "The command sent too little to be killed in its midst.");

            PSObject rest = Assert.Single(StagedModule.Output($"Send-DatadogSpool -ApiUri {intake.ApiUri} -ApiKey {DeliveryFixture.Key} -SpoolPath '{spool}' -PassThru"));
            Assert.Equal((0L, 0L), (rest.Get("Spooled"), rest.Get("Dropped")));
            using var after = new IntakeControl(intake.ApiUri);
            IReadOnlyList<JsonElement> arrived = await after.SeriesAsync("kill.large");
            Assert.Equal(Points, arrived.Count);
            Assert.All(arrived, series => Assert.InRange(series.GetProperty("points").GetArrayLength(), 1, MaxArrivals));
        }
        finally
        {
            await intake.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each point is a series of its own that hardly compresses.
    private static IEnumerable<PSObject> Noisy(int points)
    {
        var random = new Random(Seed);
        byte[] noise = new byte[60];
        for (int i = 0; i < points; i++)
        {
            random.NextBytes(noise);
            yield return StagedModule.Record(("Name", "kill.large"), ("Value", i), ("Type", "Count"), ("Tags", $"id:{i},noise:{Convert.ToHexString(noise)}"));
        }
    }

    private static Task<IntakeProcess> StartAsync(string folder, int port) => IntakeProcess.StartAsync(new IntakeProcessOptions
    {
        ApiKey = DeliveryFixture.Key,
        DataPath = Path.Combine(folder, "intake"),
        Arguments = ["--port", port.ToString(CultureInfo.InvariantCulture)],
    });

    private static ChildProcess StartSender(Uri intake, string folder, int round)
    {
        string where = $"-Type Count -ApiUri {intake} -SpoolPath '{Path.Combine(folder, "spool")}' -TimeoutSec 3 -PassThru";
        string line = string.Join("; ", Enumerable.Range(0, CommandsOfARound).Select(command => $"Send-DatadogMetric {Name(round, command)} 1 {where} | ConvertTo-Json -Compress"));
        return PowerShellHost.Start(
            line,
            new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["DD_API_KEY"] = DeliveryFixture.Key } });
    }

    // Each command puts out one line when it has reported; the last may be cut off.
    private static IEnumerable<string> Reported(string output, int round)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int command = 0; command < lines.Length; command++)
        {
            if (lines[command].Contains("\"Accepted\":1", StringComparison.Ordinal) || lines[command].Contains("\"Spooled\":1", StringComparison.Ordinal))
            {
                yield return Name(round, command);
            }
        }
    }

    private static string Name(int round, int command) => string.Create(CultureInfo.InvariantCulture, $"kill.r{round}.c{command}");
}
