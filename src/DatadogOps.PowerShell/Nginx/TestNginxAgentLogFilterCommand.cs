using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Nginx.Audit;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>Tells for each server and location whether a check of Datadog's is logged there, and why; or proves it by requests.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NginxAgentLogFilter", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFinding), typeof(bool))]
public sealed class TestNginxAgentLogFilterCommand : NginxPathCmdlet
{
    private bool _silent = true;
    private bool _failed;

    /// <summary>What the check calls itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>Address of this nginx that is asked, as the Agent and as a browser.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Probe { get; set; }

    /// <summary>The nginx program. Without it the one that was built for this configuration, or the first found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>Folder that relative paths of the configuration begin at, where nginx is started with -p.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Seconds that an answer, and then a line in the log, may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    /// <summary>Gives one truth: whether no check is logged anywhere.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(_silent && !_failed);
        }
    }

    /// <inheritdoc/>
    private protected override void Work(string path)
    {
        try
        {
            foreach (string agent in UserAgent.Length == 0 ? [NginxLogAudit.AgentName] : UserAgent)
            {
                foreach (NginxLogFinding finding in Probe is null ? Wait(NginxLogAudit.ReadAsync(path, agent, StopToken)) : Ask(path, Probe, agent))
                {
                    _silent &= finding.Result == NginxLogFinding.NotLogged;
                    if (!Quiet)
                    {
                        WriteObject(finding);
                    }
                }
            }
        }
        catch (OperationException)
        {
            _failed = true;
            throw;
        }
    }

    private IReadOnlyList<NginxLogFinding> Ask(string path, Uri probe, string agent)
    {
        NginxProgram? program = Wait(NginxProgram.FindAsync(NginxPath is null ? null : FullPath(NginxPath), path, StopToken));
        return Wait(NginxProbe.RunAsync(path, probe, agent, program, Prefix is null ? null : FullPath(Prefix), TimeSpan.FromSeconds(TimeoutSec), StopToken));
    }
}
