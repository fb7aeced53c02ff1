using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>Takes the filter out of a configuration, which is then byte for byte as it was without it.</summary>
[Cmdlet(VerbsCommon.Remove, "NginxAgentLogFilter", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFilterResult))]
public sealed class RemoveNginxAgentLogFilterCommand : NginxFilterChangeCmdlet
{
    private protected override string Action => "Log Datadog's checks again in the access logs of";

    private protected override Task<NginxFilterPlan> PlanAsync(string path, NginxProgram? program) => NginxFilterPlan.RemoveAsync(path, StopToken);
}
