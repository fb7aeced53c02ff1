using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.Configuration;

namespace DatadogOps.Commands.Nginx;

/// <summary>Tests for each server and location whether Datadog's checks are logged, by the configuration or by requests.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NginxAgentLogFilter", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFinding), typeof(bool))]
public sealed class TestNginxAgentLogFilterCommand : NginxCmdlet
{
    private bool _passed = true;

    /// <summary>User agents to test. Defaults to the Agent's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>Address of this nginx, to which one request as the Agent and one as a browser are sent.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Probe { get; set; }

    /// <summary>The nginx binary. Defaults to the one whose default configuration this is, otherwise the first one found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>Folder for relative paths of the configuration, if nginx is started with -p.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Seconds to wait for a response, and then for a line in the log.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    /// <summary>Returns only whether no check is logged anywhere.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(_passed);
        }
    }

    /// <inheritdoc/>
    private protected override void ProcessPath(string path)
    {
        try
        {
            foreach (string agent in UserAgent.Length == 0 ? [NginxLogAudit.AgentName] : UserAgent)
            {
                foreach (NginxLogFinding finding in Probe is null ? Wait(NginxLogAudit.ReadAsync(path, agent, StopToken)) : RunProbe(path, Probe, agent))
                {
                    _passed &= finding.Status is Finding.Passed or Finding.Skipped;
                    if (!Quiet)
                    {
                        WriteObject(finding);
                    }
                }
            }
        }
        catch (OperationException)
        {
            _passed = false;
            throw;
        }
    }

    private IReadOnlyList<NginxLogFinding> RunProbe(string path, Uri probe, string agent)
    {
        NginxProgram? program = Wait(NginxProgram.FindAsync(FullPath(NginxPath), path, StopToken));
        return Wait(NginxProbe.RunAsync(path, probe, agent, program, FullPath(Prefix), TimeSpan.FromSeconds(TimeoutSec), StopToken));
    }
}
