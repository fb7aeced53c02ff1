using System.Text;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>No key is anywhere but in the header of a request: not in any stream, error, spool, preview or command line.</summary>
public class KeySecrecyTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Theory]
    [InlineData("Send-DatadogMetric a.b 1")]
    [InlineData("Send-DatadogMetric a.b 1 -Type Distribution")]
    [InlineData("Send-DatadogEvent title text")]
    [InlineData("Send-DatadogServiceCheck a.b Ok")]
    [InlineData("Send-DatadogLog line")]
    [InlineData("Send-DatadogSpool")]
    [InlineData("Test-DatadogConnection")]
    [InlineData("Get-DatadogContext")]
    public async Task NothingThatACommandSaysHoldsAKey(string command)
    {
        await delivery.ResetAsync();
        foreach (int status in new[] { 200, 403, 500 })
        {
            await delivery.Control.SetFaultsAsync(status == 200 ? [] :
            [
                // What was sent may come back; the application key is sent by some only.
                IntakeFault.Status(status) with { Body = $$"""{"errors":["{{DeliveryFixture.Key}} {{(command.StartsWith("Send", StringComparison.Ordinal) ? "" : DeliveryFixture.ApplicationKey)}}"]}""" },
            ]);
            bool sends = command.StartsWith("Send", StringComparison.Ordinal);
            string[] ways = sends ? ["", " -WhatIf"] : [""];
            foreach (string way in ways)
            {
                string line = delivery.Connect + command + (command.StartsWith("Get", StringComparison.Ordinal) ? "" : " -TimeoutSec 1") + " -Verbose -Debug" + way;
                PipelineResult result = StagedModule.Run(line);
                string[] said =
                [
                    .. result.Verbose, .. result.Debug, .. result.Warnings, .. result.WhatIf,
                    .. result.Errors.Append(result.TerminatingError).Select(error => $"{error} {error?.Exception} {error?.ErrorDetails?.RecommendedAction} {error?.TargetObject}"),
                    .. result.Output.SelectMany(item => item!.Properties.Select(property => $"{property.Value}")),
                    .. Files(delivery.Spool),
                ];
                Assert.DoesNotContain(said, text => text.Contains(DeliveryFixture.Key, StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain(said, text => text.Contains(DeliveryFixture.ApplicationKey, StringComparison.OrdinalIgnoreCase));
                if (status == 500 && sends && way.Length == 0 && !command.Contains("Spool", StringComparison.Ordinal))
                {
                    Assert.NotEmpty(Files(delivery.Spool)); // or there was nothing to look through
                }
            }
        }
    }

    [Fact]
    public async Task NoCommandLineHoldsAKey()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.Hang());
        await using ChildProcess pwsh = PowerShellHost.Start(
            $"Send-DatadogMetric a.b 1 -Transport Api -ApiUri {delivery.Intake.ApiUri} -NoSpool -TimeoutSec 30",
            new ChildProcessOptions { Environment = new Dictionary<string, string?> { ["DD_API_KEY"] = DeliveryFixture.Key } });
        await Polling.UntilAsync(
            () => pwsh.HasExited || !Directory.Exists("/proc") || CommandLines().Any(line => line.Contains("Send-DatadogMetric", StringComparison.Ordinal)),
            () => pwsh.Output);
        Assert.DoesNotContain(CommandLines(), line => line.Contains(DeliveryFixture.Key, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] CommandLines() => Directory.Exists("/proc")
        ? [.. Directory.EnumerateDirectories("/proc").Select(folder => Read(Path.Combine(folder, "cmdline")))]
        : [];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or one that has ended
        }
    }

    private static string[] Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.spool*", SearchOption.AllDirectories).Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path)))] : [];
}
