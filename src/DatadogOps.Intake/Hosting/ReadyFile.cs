using System.Text.Json;

namespace DatadogOps.Intake.Hosting;

/// <summary>Tells whoever started the intake that it is ready, and where.</summary>
internal static class ReadyFile
{
    /// <summary>Writes the file beside its place and then renames it, so that nobody reads half of it.</summary>
    /// <exception cref="StartException">It cannot be written.</exception>
    public static void Write(string path, Uri apiUri, int dogStatsDPort)
    {
        string unfinished = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = File.Create(unfinished))
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                json.WriteString("apiUri", apiUri.ToString());
                json.WriteNumber("dogStatsDPort", dogStatsDPort);
                json.WriteNumber("pid", Environment.ProcessId);
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
