using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>The part of Export-DatadogMonitor and Export-DatadogDashboard that is the same for both.</summary>
internal static class DefinitionFileOutput
{
    /// <summary>Writes the text to each file after ShouldProcess, or to the pipeline if no path is given.</summary>
    public static void Write(DatadogOpsCmdlet cmdlet, string text, string format, string[] paths, CancellationToken stop)
    {
        if (paths.Length == 0)
        {
            cmdlet.WriteObject(text.TrimEnd('\n'));
        }

        foreach (string path in paths)
        {
            string file = cmdlet.GetUnresolvedProviderPathFromPSPath(path);
            string action = $"Write {format} to {file}";
            if (!cmdlet.ShouldProcess(action, action + "?", cmdlet.MyInvocation.MyCommand.Name))
            {
                continue;
            }

            try
            {
                cmdlet.Wait(DefinitionFile.WriteAsync(file, text, stop));
            }
            catch (OperationException error)
            {
                cmdlet.WriteError(DatadogOpsCmdlet.ToErrorRecord(error));
            }
        }
    }
}
