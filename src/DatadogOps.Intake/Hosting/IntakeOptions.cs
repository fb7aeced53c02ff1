using System.Globalization;

namespace DatadogOps.Intake.Hosting;

/// <summary>A command line or a file that cannot be used.</summary>
internal sealed class StartException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the command line and the environment say.</summary>
internal sealed record IntakeOptions
{
    /// <summary>Default HTTP port.</summary>
    public const int DefaultPort = 18126;

    /// <summary>Default DogStatsD port: not 8125, where an Agent listens.</summary>
    public const int DefaultDogStatsDPort = 18125;

    /// <summary>Key for rehearsals, when none is given. Public, so no secret.</summary>
    public const string LocalApiKey = "00000000000000000000000000000000";

    /// <summary>Application key for rehearsals, when none is given. Public, so no secret.</summary>
    public const string LocalApplicationKey = "0000000000000000000000000000000000000000";

    private static readonly string[] Names =
    [
        "--port", "--dogstatsd-port", "--dogstatsd-socket", "--dogstatsd-stream-socket", "--data", "--api-key-file", "--app-key-file", "--ready-file", "--host-name",
    ];

    public int Port { get; init; } = DefaultPort;

    public int DogStatsDPort { get; init; } = DefaultDogStatsDPort;

    public string ApiKey { get; init; } = LocalApiKey;

    public string ApplicationKey { get; init; } = LocalApplicationKey;

    public string? ReadyFile { get; init; }

    /// <summary>Host that DogStatsD metrics belong to when they name none.</summary>
    public string HostName { get; init; } = Environment.MachineName;

    /// <summary>Folder of the data file; null to keep everything in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Path of a Unix datagram socket for DogStatsD.</summary>
    public string? DogStatsDSocket { get; init; }

    /// <summary>Path of a Unix stream socket for DogStatsD.</summary>
    public string? DogStatsDStreamSocket { get; init; }

    /// <summary>Whether to outlive the terminal and whoever started it.</summary>
    public bool IsBackground { get; init; }

    public bool Help { get; init; }

    /// <summary>Reads the command line over the environment.</summary>
    /// <exception cref="StartException">It is not understood, or a key file cannot be read.</exception>
    public static IntakeOptions Parse(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var options = new IntakeOptions
        {
            ApiKey = environment("DD_API_KEY") is { Length: > 0 } apiKey ? apiKey : LocalApiKey,
            ApplicationKey = environment("DD_APP_KEY") is { Length: > 0 } applicationKey ? applicationKey : LocalApplicationKey,
        };
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (name is "--help" or "-h")
            {
                return options with { Help = true };
            }

            if (name == "--background")
            {
                options = options with { IsBackground = true };
                continue;
            }

            if (!Names.Contains(name))
            {
                throw Usage($"'{name}' is not an option");
            }

            string value = ++i < arguments.Count ? arguments[i] : throw Usage($"{name} needs a value");
            options = name switch
            {
                "--port" => options with { Port = ParsePort(name, value) },
                "--dogstatsd-port" => options with { DogStatsDPort = ParsePort(name, value) },
                "--api-key-file" => options with { ApiKey = ReadKey(value) },
                "--app-key-file" => options with { ApplicationKey = ReadKey(value) },
                "--dogstatsd-socket" => options with { DogStatsDSocket = Path.GetFullPath(value) },
                "--dogstatsd-stream-socket" => options with { DogStatsDStreamSocket = Path.GetFullPath(value) },
                "--data" => options with { DataPath = Path.GetFullPath(value) },
                "--host-name" => options with { HostName = value },
                _ => options with { ReadyFile = Path.GetFullPath(value) },
            };
        }

        return options;
    }

    private static int ParsePort(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65_535
            ? port
            : throw Usage($"{name} must be from 0 (any free port) to 65535, not '{value}'");

    private static string ReadKey(string path)
    {
        try
        {
            string key = File.ReadAllText(path).Trim();
            return key.Length > 0 && !key.Contains('\n', StringComparison.Ordinal)
                ? key
                : throw new StartException(ExitCodes.File, $"The key file {path} must hold one line, the key.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException(ExitCodes.File, $"The key file {path} cannot be read: {failure.Message}");
        }
    }

    private static StartException Usage(string what) => new(ExitCodes.Usage, $"{what}. Run intake --help for the options.");
}
