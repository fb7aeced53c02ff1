using System.Text.Json;

namespace DatadogOps.Testbed.Processes;

/// <summary>The PowerShell that the repository pins in .config/dotnet-tools.json, as a process of its own.</summary>
public static class PowerShellHost
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Its dll, which <c>dotnet</c> runs.</summary>
    public static string Dll => Found.Value;

    /// <summary>Starts a script with the staged module imported. Ends with 1 when its last command failed.</summary>
    /// <param name="script">Lines of PowerShell.</param>
    /// <param name="options">How to start it.</param>
    public static ChildProcess Start(string script, ChildProcessOptions? options = null) => ChildProcess.Start("dotnet", Arguments(script), options);

    /// <summary>The arguments of <c>dotnet</c> that run a script with the staged module imported.</summary>
    public static string[] Arguments(string script)
    {
        string module = Path.Combine(RepositoryLayout.Output, "DatadogOps", "DatadogOps.psd1");
        return [Dll, "-NoProfile", "-NonInteractive", "-NoLogo", "-Command", $"Import-Module '{module}'; {script}"];
    }

    /// <summary>Writes a program that is this PowerShell, for what starts <c>pwsh</c> by its path, and returns that path. It finds the staged module by name.</summary>
    public static string WriteProgram(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\nPSModulePath='{RepositoryLayout.Output}' exec dotnet '{Dll}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static string Find()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryLayout.Root, ".config", "dotnet-tools.json")));
        string version = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string dll = Path.Combine(packages, "powershell", version, "tools", "net10.0", "any", OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
        return File.Exists(dll) ? dll : throw new TestbedException($"PowerShell {version} is not at {dll}. Run: dotnet tool restore");
    }
}
