using System.Diagnostics;
using System.Text.Json;
using DatadogOps.Common;

namespace DatadogOps.Intake;

/// <summary>
/// The intakes that run for this user: each writes a file of its own, for its owner only, into a folder of the user's once
/// it is ready. A file whose process is gone, or whose number another process has now, is removed.
/// </summary>
public static class IntakeRegistry
{
    // The kernel counts a process's start in ticks since the machine's, which each reader turns into a time by itself.
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(3);

    private static string Folder
    {
        get
        {
            string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
            string root = Directory.Exists(runtime) ? runtime : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            return Path.Combine(root, "datadogops", "intakes");
        }
    }

    /// <summary>A name for a new intake's file, in a folder for this user only.</summary>
    /// <exception cref="OperationException">The folder cannot be made.</exception>
    public static string NewFile()
    {
        string folder = Folder;
        try
        {
            UserFolders.Make(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OperationException(
                IntakeErrorIds.PathUnusable,
                OperationErrorKind.ReadWriteFailed,
                folder,
                $"The folder {folder} cannot be made: {failure.Message}",
                "Set XDG_RUNTIME_DIR to a folder that you may write to.",
                failure);
        }

        return Path.Combine(folder, Guid.NewGuid().ToString("N") + ".json");
    }

    /// <summary>The intakes that run, oldest first.</summary>
    public static IReadOnlyList<DatadogIntake> All()
    {
        string folder = Folder;
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json").Select(Read).OfType<DatadogIntake>().OrderBy(one => one.StartTime)]
            : [];
    }

    /// <summary>The intake of a file; null, and the file removed, when it runs no longer.</summary>
    public static DatadogIntake? Read(string file)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = json.RootElement;
            int processId = root.GetProperty("pid").GetInt32();
            DateTimeOffset started = root.GetProperty("started").GetDateTimeOffset();
            if (Runs(processId, started))
            {
                return new DatadogIntake
                {
                    ProcessId = processId,
                    ApiUri = new Uri(root.GetProperty("apiUri").GetString()!),
                    DogStatsDEndpoint = new Uri($"udp://127.0.0.1:{root.GetProperty("dogStatsDPort").GetInt32()}"),
                    DogStatsDSocket = root.GetProperty("dogStatsDSocket").GetString(),
                    DataPath = root.GetProperty("dataPath").GetString(),
                    StartTime = started.ToLocalTime(),
                };
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Not one of an intake's, as they are written whole or not at all.
        }

        File.Delete(file);
        return null;
    }

    /// <summary>The error for a process id that is none of an intake's.</summary>
    public static OperationException NotRunning(int processId) => new(
        IntakeErrorIds.NotRunning,
        OperationErrorKind.NotFound,
        $"{processId}",
        $"No intake of yours runs as process {processId}.",
        "See those that run with Get-DatadogIntake.");

    /// <summary>The error where one intake was meant without saying which.</summary>
    /// <param name="running">Those that run: none, or several.</param>
    public static OperationException NotOne(IReadOnlyList<DatadogIntake> running) => running.Count == 0
        ? new OperationException(
            IntakeErrorIds.NotRunning,
            OperationErrorKind.NotFound,
            "intake",
            "No intake of yours runs.",
            "Start one with Start-DatadogIntake.")
        : new OperationException(
            IntakeErrorIds.NotOne,
            OperationErrorKind.InvalidInput,
            "intake",
            $"{running.Count} intakes run: {string.Join(", ", running.Select(one => $"process {one.ProcessId} at {one.ApiUri}"))}.",
            "Name one by its -ProcessId, or end all of them: Get-DatadogIntake | Stop-DatadogIntake.");

    /// <summary>Whether a process runs that began then.</summary>
    public static bool Runs(int processId, DateTimeOffset started)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited && (process.StartTime.ToUniversalTime() - started.UtcDateTime).Duration() < SameStart;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
