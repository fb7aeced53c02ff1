using DatadogOps.Shell.Execution;

namespace DatadogOps.Tests.Engine;

/// <summary>Where things are, and engines over the sample module.</summary>
internal static class SampleModule
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "modules", "DatadogOps.SampleModule");

    public static string Manifest { get; } = Path.Combine(Folder, "DatadogOps.SampleModule.psd1");

    public static string Ddops { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "ddops.exe" : "ddops");

    public static DdopsEngine Engine() => new(Folder);

    public static PipelineResult Run(string line) => Engine().Run(line);
}
