using System.Diagnostics;
using System.Globalization;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Postgres;

/// <summary>The binaries of a PostgreSQL server.</summary>
/// <param name="BinDirectory">Folder with initdb and postgres.</param>
/// <param name="Version">Version as the server prints it, such as <c>15.14</c> or <c>18beta1</c>.</param>
public sealed record PostgresInstallation(string BinDirectory, string Version)
{
    /// <summary>Major version.</summary>
    public int Major => int.Parse(new string([.. Version.TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);

    /// <summary>Path of one of the binaries.</summary>
    public string Binary(string name) => Path.Combine(BinDirectory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>The newest installation on this machine; null, with the reason, when there is none.</summary>
    public static PostgresInstallation? Find(out string reason)
    {
        PostgresInstallation? newest = Candidates()
            .Distinct()
            .Select(TryRead)
            .OfType<PostgresInstallation>()
            .MaxBy(found => found.Major);
        reason = newest is null
            ? "No PostgreSQL server is installed: /usr/lib/postgresql/*/bin, PATH and pg_config --bindir hold no initdb and postgres. Install one (Debian, Ubuntu: apt-get install postgresql)."
            : string.Empty;
        return newest;
    }

    private static IEnumerable<string> Candidates()
    {
        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian))
        {
            foreach (string version in Directory.EnumerateDirectories(debian))
            {
                yield return Path.Combine(version, "bin");
            }
        }

        if (Executables.FindInPath("postgres") is { } inPath)
        {
            yield return Path.GetDirectoryName(Path.GetFullPath(inPath))!;
        }

        if (Executables.FindInPath("pg_config") is { } config && Run(config, "--bindir") is { } folder)
        {
            yield return folder;
        }
    }

    private static PostgresInstallation? TryRead(string folder)
    {
        var found = new PostgresInstallation(folder, "0");
        return File.Exists(found.Binary("initdb")) && File.Exists(found.Binary("postgres")) && Run(found.Binary("postgres"), "--version") is { } line
            // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
            && line.Split(' ') is { Length: > 2 } words && char.IsAsciiDigit(words[2][0])
            ? found with { Version = words[2] }
            : null;
    }

    private static string? Run(string fileName, string argument)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(fileName, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
