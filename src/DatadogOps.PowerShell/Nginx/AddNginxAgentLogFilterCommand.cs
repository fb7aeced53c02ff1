using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>Puts the filter into a configuration: the map into http, and a condition on each access_log that takes effect.</summary>
[Cmdlet(VerbsCommon.Add, "NginxAgentLogFilter", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFilterResult))]
public sealed class AddNginxAgentLogFilterCommand : NginxFilterSettingsCmdlet
{
    private protected override string Action => "Keep Datadog's checks out of the access logs of";

    private protected override Task<NginxFilterPlan> PlanAsync(string path, NginxProgram? program) => PlanAsync(path, program, migrate: false);
}
