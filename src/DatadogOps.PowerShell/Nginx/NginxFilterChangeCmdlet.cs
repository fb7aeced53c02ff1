using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>What the cmdlets that change a configuration share: they show the change, ask, write, let nginx check it, and put all back where it refuses.</summary>
public abstract class NginxFilterChangeCmdlet : NginxPathCmdlet
{
    /// <summary>The nginx program. Without it the one that was built for this configuration, or the first found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>Folder that relative paths of the configuration begin at, where nginx is started with -p.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Does not let nginx check the configuration.</summary>
    [Parameter]
    public SwitchParameter NoTest { get; set; }

    /// <summary>Tells the running nginx to read the configuration when it is written and checked, also where nothing had to be written.</summary>
    [Parameter]
    public SwitchParameter Reload { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (NoTest && Reload)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException("-Reload and -NoTest cannot be used together: only a configuration that nginx accepts is worth reloading. Leave out one of them."),
                NginxCommandErrorIds.ReloadWithNoTest,
                ErrorCategory.InvalidArgument,
                null));
        }
    }

    /// <inheritdoc/>
    private protected sealed override void Work(string path)
    {
        NginxProgram? program = Wait(NginxProgram.FindAsync(NginxPath is null ? null : FullPath(NginxPath), path, StopToken));
        NginxFilterPlan plan = Wait(PlanAsync(path, program));
        foreach (string warning in plan.Warnings)
        {
            WriteWarning(warning);
        }

        (string what, string diff) = plan.HasChanges ? (Action, $"\n{plan.Diff}") : ("Reload nginx with", "");
        if ((plan.HasChanges || Reload) && !ShouldProcess($"{what} {path}{(diff.Length > 0 ? ":" : "")}{diff}", $"{what} {path}?{diff}", MyInvocation.MyCommand.Name))
        {
            return;
        }

        bool test = (plan.HasChanges || Reload) && !NoTest;
        if (test && (program is null || plan.MainPath is null))
        {
            string not = Reload ? "not checked and not reloaded" : "not checked";
            WriteWarning(program is null
                ? $"{path}: {not}, since there is no nginx program here. Name it with -NginxPath."
                : $"{path}: {not}, since the nginx.conf that includes it is not to be seen. Run nginx -t before you reload.");
        }

        string? prefix = Prefix is null ? null : FullPath(Prefix);
        foreach (NginxLogFilterResult result in Wait(plan.ApplyAsync(test ? program : null, prefix, Reload, DateTimeOffset.UtcNow, StopToken)))
        {
            WriteObject(result);
        }
    }

    private protected abstract string Action { get; }

    private protected abstract Task<NginxFilterPlan> PlanAsync(string path, NginxProgram? program);
}
