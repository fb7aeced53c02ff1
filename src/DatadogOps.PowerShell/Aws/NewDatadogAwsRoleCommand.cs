using System.Management.Automation;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Creates the role by which Datadog reads an account, or makes an existing one what it should be.</summary>
[Cmdlet(VerbsCommon.New, "DatadogAwsRole", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsRole))]
public sealed class NewDatadogAwsRoleCommand : AwsRoleCmdlet
{
    private AwsChanges? _changes;

    /// <summary>The external id that Datadog generated: 32 hexadecimal digits.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>Takes over a role that DatadogOps did not make.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _changes = Own(new AwsChanges(this, ThrottleLimit, writesResult: true, StopToken));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            RoleSpecification specification = Specify(ExternalId);
            bool force = Force;
            foreach (AwsTarget target in Targets)
            {
                _changes!.Add(target, (session, stop) => RoleOperations.PlanCreateAsync(session, specification, force, stop));
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _changes!.Finish();
}
