using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Removes the filter from a configuration, which is then byte for byte as it was before.</summary>
[Cmdlet(VerbsCommon.Remove, "NginxAgentLogFilter", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFilterResult))]
public sealed class RemoveNginxAgentLogFilterCommand : NginxCmdlet
{
    /// <summary>The nginx binary. Defaults to the one whose default configuration this is, otherwise the first one found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>Folder for relative paths of the configuration, if nginx is started with -p.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Does not run nginx -t.</summary>
    [Parameter]
    public SwitchParameter NoTest { get; set; }

    /// <summary>Reloads nginx after a successful test, even if nothing was changed.</summary>
    [Parameter]
    public SwitchParameter Reload { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessPath(string path)
    {
        var change = new NginxFilterChange(this, "Log Datadog's checks again in the access logs of", StopToken) { NginxPath = FullPath(NginxPath), Prefix = FullPath(Prefix), NoTest = NoTest, Reload = Reload };
        change.Apply(path, _ => NginxFilterPlan.RemoveAsync(path, StopToken));
    }
}
