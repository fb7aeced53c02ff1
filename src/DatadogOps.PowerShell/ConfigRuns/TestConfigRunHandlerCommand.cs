using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Handlers;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Checks the files of New-ConfigRunHandler, the references to them, their folders, and that there is a key.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ConfigRunHandler")]
[OutputType(typeof(ConfigRunHandlerFinding), typeof(bool))]
public sealed class TestConfigRunHandlerCommand : ConfigRunHandlerCmdlet
{
    /// <summary>Folder of the files.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["/etc/datadogops"];

    /// <summary>Files that refer to the scripts, such as puppet.conf. Defaults to the usual files of the tool and of systemd.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? WiringPath { get; set; }

    /// <summary>Returns one bool for each tool and folder: whether nothing failed.</summary>
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
                WriteObject(check.Run().All(finding => finding.Status != Finding.Failed));
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
