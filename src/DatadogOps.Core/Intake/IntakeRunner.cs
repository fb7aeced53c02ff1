using System.ComponentModel;
using System.Diagnostics;
using DatadogOps.Common;

namespace DatadogOps.Intake;

/// <summary>Starts intakes that outlive this process, and ends them.</summary>
public static class IntakeRunner
{
    // How the program ends, and how .NET's own starter does (https://github.com/dotnet/runtime, docs/design/features/host-error-codes.md, low byte).
    private const int PortTaken = 3;
    private const int PathUnusable = 4;
    private const int HostMissing = 0x83;
    private const int FrameworkMissing = 0x96;

    private const int PollMilliseconds = 20;

    /// <summary>Starts an intake, and returns once it answers.</summary>
    /// <exception cref="OperationException">It cannot be found, or does not start; then nothing of it is left.</exception>
    public static async Task<DatadogIntake> StartAsync(IntakeStart start, CancellationToken cancellationToken)
    {
        string program = IntakeLocator.Find(start.IntakePath, start.ModuleFolder);
        string readyFile = IntakeRegistry.NewFile();
        using Process process = Launch(program, start.Arguments(readyFile));
        Task<string> told = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(start.Timeout);
        try
        {
            while (true)
            {
                if (File.Exists(readyFile) && IntakeRegistry.Read(readyFile) is { } intake)
                {
                    return intake;
                }

                if (process.HasExited)
                {
                    throw ToError(program, process.ExitCode, (await told.ConfigureAwait(false)).Trim());
                }

                await Task.Delay(PollMilliseconds, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellationToken.ThrowIfCancellationRequested();
            throw new OperationException(
                IntakeErrorIds.NotStarted,
                OperationErrorKind.Timeout,
                program,
                $"The intake {program} was not ready within {start.Timeout.TotalSeconds:0} s.",
                "Allow more with -TimeoutSec.");
        }
    }

    /// <summary>Asks an intake to end, and waits until it has; after the time given it is killed, which loses nothing that it acknowledged.</summary>
    /// <exception cref="OperationException">It cannot be ended.</exception>
    public static async Task StopAsync(DatadogIntake intake, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            using Process process = Process.GetProcessById(intake.ProcessId);

            // Between the list and now the number may have gone to another process.
            if (!IntakeRegistry.Runs(intake.ProcessId, intake.StartTime))
            {
                return;
            }

            if (OperatingSystem.IsWindows() || !PosixSignal.Terminate(intake.ProcessId))
            {
                process.Kill();
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(timeout);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill();
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            throw new OperationException(
                IntakeErrorIds.NotStopped,
                OperationErrorKind.PermissionDenied,
                $"{intake.ProcessId}",
                $"The intake of process {intake.ProcessId} cannot be ended: {failure.Message}",
                "Run this as the user who started it.",
                failure);
        }
    }

    // Its standard streams are pipes to this process, never this process's own: a caller who reads those to their end would wait
    // for as long as the intake runs. It leaves the pipes, and this process's session, by itself.
    private static Process Launch(string program, IReadOnlyList<string> arguments)
    {
        bool isDll = string.Equals(Path.GetExtension(program), ".dll", StringComparison.OrdinalIgnoreCase);
        var info = new ProcessStartInfo(isDll ? "dotnet" : program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in isDll ? arguments.Prepend(program) : arguments)
        {
            info.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception failure) when (isDll)
        {
            throw RuntimeMissing(program, failure.Message);
        }
        catch (Win32Exception failure)
        {
            throw new OperationException(
                IntakeErrorIds.NotStarted, OperationErrorKind.PermissionDenied, program, $"The intake {program} cannot be started: {failure.Message}", "Check that the file may be executed.", failure);
        }
    }

    private static OperationException ToError(string program, int exitCode, string told)
    {
        string reason = told.Length == 0 ? $"exit code {exitCode}" : told.StartsWith("intake: ", StringComparison.Ordinal) ? told["intake: ".Length..] : told;
        return exitCode switch
        {
            PortTaken => new OperationException(
                IntakeErrorIds.PortTaken,
                OperationErrorKind.InvalidInput,
                program,
                $"The intake did not start: {reason}",
                "Choose other ports with -Port and -DogStatsDPort, 0 for any free one; or use the intake that Get-DatadogIntake shows."),
            PathUnusable => new OperationException(
                IntakeErrorIds.PathUnusable, OperationErrorKind.ReadWriteFailed, program, $"The intake did not start: {reason}", "Choose another -DataPath or -DogStatsDSocket, or stop the intake that uses it."),
            HostMissing or FrameworkMissing => RuntimeMissing(program, reason),
            _ => new OperationException(IntakeErrorIds.NotStarted, OperationErrorKind.NotSpecified, program, $"The intake {program} did not start: {reason}", "Run it by hand to see more."),
        };
    }

    private static OperationException RuntimeMissing(string program, string reason) => new(
        IntakeErrorIds.RuntimeMissing,
        OperationErrorKind.NotFound,
        program,
        $"The intake {program} needs the ASP.NET Core runtime 10 or later: {reason.Split('\n')[0].Trim()}",
        "Install it from https://dot.net/download or with the package manager (aspnetcore-runtime-10.0), or set DOTNET_ROOT to where it is.");
}
