using DatadogOps.Common;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>Where what could not be delivered is kept, and how much of it.</summary>
public sealed record SpoolOptions
{
    /// <summary>Variable that names the folder.</summary>
    public const string PathVariable = "DATADOGOPS_SPOOL";

    /// <summary>Megabytes that the folder may hold unless said otherwise: hours of a busy host, as Datadog's limit of one hour on points goes.</summary>
    public const int DefaultMaxMegabytes = 100;

    /// <summary>The folder of this user, where none is named: in XDG's state folder, or in the local application data of Windows.</summary>
    public static string DefaultPath { get; } = System.IO.Path.Combine(UserFolders.State(Environment.GetEnvironmentVariable), "spool");

    /// <summary>The folder. It and what is in it are for this user alone.</summary>
    public string Path { get; init; } = DefaultPath;

    /// <summary>Bytes that it may hold; beyond, the oldest go.</summary>
    public long MaxBytes { get; init; } = DefaultMaxMegabytes * 1_000_000L;

    /// <summary>The clock that ages are measured by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The folder that the environment names, or null.</summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    public static string? PathFromEnvironment(Func<string, string?> environment) =>
        environment(PathVariable) is { Length: > 0 } path ? System.IO.Path.GetFullPath(path) : null;
}
