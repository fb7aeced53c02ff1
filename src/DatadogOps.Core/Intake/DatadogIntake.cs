namespace DatadogOps.Intake;

/// <summary>A local Datadog that runs on this machine.</summary>
public sealed class DatadogIntake
{
    /// <summary>Id of its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Base address of its HTTP API.</summary>
    public required Uri ApiUri { get; init; }

    /// <summary>Where its DogStatsD listens, by UDP.</summary>
    public required Uri DogStatsDEndpoint { get; init; }

    /// <summary>Path of its Unix datagram socket for DogStatsD; null when it has none.</summary>
    public string? DogStatsDSocket { get; init; }

    /// <summary>Folder that it keeps everything in; null when all is in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>When its process began.</summary>
    public required DateTimeOffset StartTime { get; init; }
}
