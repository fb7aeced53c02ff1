using System.Diagnostics;
using System.Text.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Hosting;

/// <summary>Tells whoever started the intake that it is ready, and where.</summary>
internal static class ReadyFile
{
    /// <summary>Writes the file, for its owner only, beside its place and then renames it, so that nobody reads half of it.</summary>
    /// <exception cref="StartException">It cannot be written.</exception>
    public static void Write(string path, IntakeOptions options, Uri apiUri, int dogStatsDPort)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            PrivateFiles.MakeFile(unfinished);
            using (FileStream stream = File.OpenWrite(unfinished))
            using (var json = new Utf8JsonWriter(stream))
            using (var self = Process.GetCurrentProcess())
            {
                json.WriteStartObject();
                json.WriteString("apiUri", apiUri.ToString());
                json.WriteNumber("dogStatsDPort", dogStatsDPort);
                json.WriteString("dogStatsDSocket", options.DogStatsDSocket);
                json.WriteString("dataPath", options.DataPath);
                json.WriteNumber("pid", Environment.ProcessId);
                json.WriteString("started", self.StartTime.ToUniversalTime());
                json.WriteEndObject();
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException(ExitCodes.File, $"The ready file {path} cannot be written: {failure.Message}");
        }
    }
}
