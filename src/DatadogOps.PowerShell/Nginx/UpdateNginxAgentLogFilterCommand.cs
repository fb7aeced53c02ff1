using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>Puts the filter in the place of ifs in the style of Datadog's article, and of an earlier filter with other settings.</summary>
[Cmdlet(VerbsData.Update, "NginxAgentLogFilter", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFilterResult))]
public sealed class UpdateNginxAgentLogFilterCommand : NginxFilterSettingsCmdlet
{
    private protected override string Action => "Replace ifs and earlier filters by a map in";

    private protected override Task<NginxFilterPlan> PlanAsync(string path, NginxProgram? program) => PlanAsync(path, program, migrate: true);
}
