using System.Management.Automation;
using DatadogOps.Nginx.Configuration;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Changes the filter of a configuration: shows the diff, confirms, and writes.</summary>
internal sealed class NginxFilterChange(NginxCmdlet cmdlet, string action, CancellationToken stop)
{
    /// <summary>Full path of the nginx binary; null to search for it.</summary>
    public required string? NginxPath { get; init; }

    /// <summary>Folder for relative paths; null for the binary's prefix.</summary>
    public required string? Prefix { get; init; }

    /// <summary>Whether to skip <c>nginx -t</c>.</summary>
    public required bool NoTest { get; init; }

    /// <summary>Whether to reload nginx afterwards.</summary>
    public required bool Reload { get; init; }

    /// <summary>Plans a change with the nginx binary, if there is one, and applies it.</summary>
    public void Apply(string path, Func<NginxProgram?, Task<NginxFilterPlan>> planAsync)
    {
        if (NoTest && Reload)
        {
            cmdlet.ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("-Reload and -NoTest cannot be used together: only a tested configuration is reloaded."),
                NginxCommandErrorIds.ReloadWithNoTest,
                ErrorCategory.InvalidArgument,
                null));
        }

        NginxProgram? program = cmdlet.Wait(NginxProgram.FindAsync(NginxPath, path, stop));
        NginxFilterPlan plan = cmdlet.Wait(planAsync(program));
        foreach (string warning in plan.Warnings)
        {
            cmdlet.WriteWarning(warning);
        }

        (string what, string diff) = plan.HasChanges ? (action, $"\n{plan.Diff}") : ("Reload nginx with", "");
        if ((plan.HasChanges || Reload) && !cmdlet.ShouldProcess($"{what} {path}{(diff.Length > 0 ? ":" : "")}{diff}", $"{what} {path}?{diff}", cmdlet.MyInvocation.MyCommand.Name))
        {
            return;
        }

        bool test = (plan.HasChanges || Reload) && !NoTest;
        if (test && (program is null || plan.MainPath is null))
        {
            string skipped = Reload ? "not tested and not reloaded" : "not tested";
            cmdlet.WriteWarning(program is null
                ? $"{path}: {skipped}, because nginx was not found. Specify it with -NginxPath."
                : $"{path}: {skipped}, because the nginx.conf that includes it was not found. Run nginx -t before you reload.");
        }

        foreach (NginxLogFilterResult result in cmdlet.Wait(plan.ApplyAsync(test ? program : null, Prefix, Reload, DateTimeOffset.UtcNow, stop)))
        {
            cmdlet.WriteObject(result);
        }
    }
}
