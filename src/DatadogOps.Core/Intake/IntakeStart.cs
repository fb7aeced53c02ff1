using System.Globalization;

namespace DatadogOps.Intake;

/// <summary>How to start an intake.</summary>
public sealed record IntakeStart
{
    /// <summary>The program or its dll; null to look for it.</summary>
    public string? IntakePath { get; init; }

    /// <summary>Folder of the module, near which the program is looked for.</summary>
    public required string ModuleFolder { get; init; }

    /// <summary>HTTP port; 0 for any free one.</summary>
    public required int Port { get; init; }

    /// <summary>DogStatsD port; 0 for any free one.</summary>
    public required int DogStatsDPort { get; init; }

    /// <summary>Path of a Unix datagram socket for DogStatsD.</summary>
    public string? DogStatsDSocket { get; init; }

    /// <summary>Folder to keep everything in.</summary>
    public string? DataPath { get; init; }

    /// <summary>How long it may take to be ready.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The intake's command line.</summary>
    public IReadOnlyList<string> Arguments(string readyFile)
    {
        List<string> arguments =
        [
            "--background",
            "--port", Port.ToString(CultureInfo.InvariantCulture),
            "--dogstatsd-port", DogStatsDPort.ToString(CultureInfo.InvariantCulture),
            "--ready-file", readyFile,
        ];
        if (DogStatsDSocket is not null)
        {
            arguments.AddRange(["--dogstatsd-socket", DogStatsDSocket]);
        }

        if (DataPath is not null)
        {
            arguments.AddRange(["--data", DataPath]);
        }

        return arguments;
    }
}
