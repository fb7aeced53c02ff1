using System.Text.Json;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Intake;

/// <summary>How to start the intake.</summary>
public sealed record IntakeProcessOptions
{
    /// <summary>The program, or its dll; null for <c>out/intake/intake</c>.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>Key that it asks for.</summary>
    public string ApiKey { get; init; } = "testbed-api-key";

    /// <summary>Application key that it asks for in queries.</summary>
    public string ApplicationKey { get; init; } = "testbed-application-key";

    /// <summary>Folder that it keeps everything in; null for memory only.</summary>
    public string? DataPath { get; init; }

    /// <summary>Further arguments, as <c>--dogstatsd-socket</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>The local Datadog in a process of its own, on free ports of 127.0.0.1.</summary>
public sealed class IntakeProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private IntakeProcess(ChildProcess process, IntakeProcessOptions options, Uri apiUri, int dogStatsDPort)
    {
        _process = process;
        ApiKey = options.ApiKey;
        ApplicationKey = options.ApplicationKey;
        ApiUri = apiUri;
        DogStatsDPort = dogStatsDPort;
        Control = new IntakeControl(apiUri);
    }

    /// <summary>A look into it, faults, and its clock.</summary>
    public IntakeControl Control { get; }

    /// <summary>Base address of its HTTP API, with a trailing slash.</summary>
    public Uri ApiUri { get; }

    /// <summary>UDP port of its DogStatsD.</summary>
    public int DogStatsDPort { get; }

    /// <summary>The endpoint of its DogStatsD as <c>udp://127.0.0.1:PORT</c>.</summary>
    public Uri DogStatsDEndpoint => new($"udp://127.0.0.1:{DogStatsDPort}");

    /// <summary>Key that it asks for.</summary>
    public string ApiKey { get; }

    /// <summary>Application key that it asks for in queries.</summary>
    public string ApplicationKey { get; }

    /// <summary>What it printed.</summary>
    public string Output => _process.Output;

    /// <summary>Starts the intake and waits until it is ready.</summary>
    /// <exception cref="TestbedException">It is not built, or does not start.</exception>
    public static async Task<IntakeProcess> StartAsync(IntakeProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new IntakeProcessOptions();
        string program = options.ProgramPath ?? Path.Combine(RepositoryLayout.Output, "intake", OperatingSystem.IsWindows() ? "intake.exe" : "intake");
        if (!File.Exists(program))
        {
            throw new TestbedException($"There is no intake at {program}: run ./build.sh build first.");
        }

        string readyFile = Path.Combine(Path.GetTempPath(), $"datadogops-intake-{Guid.NewGuid():N}.json");
        string[] data = options.DataPath is null ? [] : ["--data", options.DataPath];
        string[] arguments = ["--port", "0", "--dogstatsd-port", "0", "--ready-file", readyFile, .. data, .. options.Arguments];
        bool isDll = Path.GetExtension(program) == ".dll";
        ChildProcess process = ChildProcess.Start(
            isDll ? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet" : program,
            isDll ? [program, .. arguments] : arguments,
            new ChildProcessOptions
            {
                Environment = new Dictionary<string, string?> { ["DD_API_KEY"] = options.ApiKey, ["DD_APP_KEY"] = options.ApplicationKey },
            });
        try
        {
            await Polling.UntilAsync(
                () => File.Exists(readyFile) || process.HasExited,
                () => $"The intake is not ready: {process.Output}",
                cancellationToken: cancellationToken);
            if (!File.Exists(readyFile))
            {
                await process.WaitForExitAsync(cancellationToken);
                throw new TestbedException($"The intake did not start (exit code {process.ExitCode}): {process.Output}");
            }

            using JsonDocument ready = JsonDocument.Parse(await File.ReadAllBytesAsync(readyFile, cancellationToken));
            return new IntakeProcess(
                process,
                options,
                new Uri(ready.RootElement.GetProperty("apiUri").GetString()!),
                ready.RootElement.GetProperty("dogStatsDPort").GetInt32());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        finally
        {
            File.Delete(readyFile);
        }
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _process.StopAsync();
        return _process.ExitCode;
    }

    /// <summary>Kills it as <c>kill -9</c> does, and waits until it is gone.</summary>
    public Task KillAsync() => _process.StopAsync(Posix.SigKill);

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await _process.StopAsync();
        await _process.DisposeAsync();
    }
}
