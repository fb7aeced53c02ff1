namespace DatadogOps.Tests.ConfigRuns;

/// <summary>A folder that is gone after the test, and is the home of what runs in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("datadogops-runs-").FullName;

    public string At(string name) => Path.Combine(Location, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    /// <summary>A program in a folder of its own, for PATH or to be called.</summary>
    public string WriteProgram(string name, string text)
    {
        string path = Write(name, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public void Dispose()
    {
        // What the test started in the background may write its last file just now.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(Location, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }
}
