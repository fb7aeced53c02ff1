using System.Management.Automation;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;

namespace DatadogOps.Commands.Aws;

/// <summary>Removes a role that DatadogOps created, with its policies.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogAwsRole", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogAwsRoleCommand : AwsAccountCmdlet
{
    private AwsChanges? _changes;

    /// <summary>Name of the role.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string RoleName { get; set; } = "";

    /// <summary>Removes the role even if DatadogOps did not create it or other policies are attached to it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _changes = Own(new AwsChanges(this, ThrottleLimit, writesResult: false, StopToken));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        (string name, bool force) = (RoleName, Force);
        foreach (AwsTarget target in Targets)
        {
            _changes!.Add(target, (session, stop) => RoleOperations.PlanRemoveAsync(session, name, force, stop));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _changes!.Finish();
}
