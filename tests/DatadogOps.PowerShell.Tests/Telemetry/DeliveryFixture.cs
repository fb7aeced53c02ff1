using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Telemetry;

/// <summary>A local Datadog and a spool of its own, for the tests of one class, one after the other.</summary>
public sealed class DeliveryFixture : IAsyncLifetime
{
    /// <summary>Key that the intake asks for.</summary>
    public const string Key = "fedcba9876543210fedcba9876543210";

    /// <summary>Application key that it asks for.</summary>
    public const string ApplicationKey = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>The intake.</summary>
    public IntakeProcess Intake { get; private set; } = null!;

    /// <summary>Looks into it.</summary>
    public IntakeControl Control { get; private set; } = null!;

    /// <summary>Folder of the spool.</summary>
    public string Spool { get; } = Path.Combine(Path.GetTempPath(), $"datadogops-spool-{Guid.NewGuid():N}");

    /// <summary>A line that connects to the intake, with the spool, for what follows it.</summary>
    public string Connect => $"Connect-Datadog -ApiUri {Intake.ApiUri} -ApiKey {Key} -ApplicationKey {ApplicationKey} -SpoolPath '{Spool}'; ";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Intake = await IntakeProcess.StartAsync(new IntakeProcessOptions { ApiKey = Key, ApplicationKey = ApplicationKey });
        Control = new IntakeControl(Intake.ApiUri);
    }

    /// <summary>Makes the intake as new.</summary>
    public async Task ResetAsync()
    {
        await Control.ClearFaultsAsync();
        await Control.FlushAsync();
        if (Directory.Exists(Spool))
        {
            Directory.Delete(Spool, recursive: true);
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Control.Dispose();
        await Intake.DisposeAsync();
        if (Directory.Exists(Spool))
        {
            Directory.Delete(Spool, recursive: true);
        }
    }
}
