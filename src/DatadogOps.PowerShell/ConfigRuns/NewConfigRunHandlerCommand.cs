using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Handlers;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Creates the files that integrate a configuration tool with Datadog: scripts, handlers, systemd units and instructions.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunHandler", SupportsShouldProcess = true)]
[OutputType(typeof(ConfigRunHandlerFile))]
public sealed class NewConfigRunHandlerCommand : ConfigRunHandlerCmdlet
{
    /// <summary>Folder to write the files to. Without it nothing is written, and the objects contain the texts.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Replaces existing files.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string tool in Tool)
        {
            if (Path is null)
            {
                Make(tool, new HandlerOptions().Folder, isWritten: false);
            }

            foreach (string folder in Path ?? [])
            {
                Make(tool, Absolute(folder), isWritten: true);
            }
        }
    }

    private void Make(string tool, string folder, bool isWritten)
    {
        IReadOnlyList<ConfigRunHandlerFile> files;
        try
        {
            files = HandlerFiles.Make(tool, Options(folder));
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
            return;
        }

        foreach (ConfigRunHandlerFile file in files)
        {
            if (!isWritten)
            {
                WriteObject(file);
            }
            else if (ShouldProcess(file.Path, Force ? "Write, replacing an existing file" : "Write"))
            {
                Write(file);
            }
        }
    }

    private void Write(ConfigRunHandlerFile file)
    {
        try
        {
            WriteObject(HandlerFiles.Write(file, Force));
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }
}
