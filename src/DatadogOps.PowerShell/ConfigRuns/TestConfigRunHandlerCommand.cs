using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Handlers;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Checks what New-ConfigRunHandler made: files, references to them, programs, folders, and that there is a key.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ConfigRunHandler")]
[OutputType(typeof(ConfigRunHandlerFinding), typeof(bool))]
public sealed class TestConfigRunHandlerCommand : ConfigRunHandlerCmdlet
{
    /// <summary>Folder that the files were written to.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["/etc/datadogops"];

    /// <summary>Files that put the wiring to use, such as puppet.conf. Unless given, the tool's usual ones and those of systemd.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? WiringPath { get; set; }

    /// <summary>Gives one truth: whether nothing failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[]? wirings = WiringPath is null ? null : Array.ConvertAll(WiringPath, Absolute);
        foreach (string tool in Tool)
        {
            foreach (string folder in Path)
            {
                Check(new HandlerCheck(tool, Options(Absolute(folder)), wirings, Environment.GetEnvironmentVariable));
            }
        }
    }

    private void Check(HandlerCheck check)
    {
        try
        {
            if (Quiet)
            {
                WriteObject(check.Run().All(finding => finding.Outcome != "Failed"));
                return;
            }

            foreach (ConfigRunHandlerFinding finding in check.Run())
            {
                WriteObject(finding);
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }
}
