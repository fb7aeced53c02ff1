using System.Management.Automation;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Creates or updates the role with which Datadog reads an account.</summary>
[Cmdlet(VerbsCommon.New, "DatadogAwsRole", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogAwsRole))]
public sealed class NewDatadogAwsRoleCommand : AwsSpecificationCmdlet
{
    private AwsChanges? _changes;

    /// <summary>The external id that Datadog generated: 32 hexadecimal digits.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>Takes over a role that DatadogOps did not create.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Profiles of the AWS configuration files, one for each account.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public string[]? ProfileName { get; set; }

    /// <summary>Account ids, 12 digits each.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    public string[]? AccountId { get; set; }

    /// <summary>Role to assume in each account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AssumeRoleName { get; set; }

    /// <summary>Number of accounts processed at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 10;

    /// <summary>Seconds that one request to AWS may take.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <inheritdoc/>
    protected override void BeginProcessing() => _changes = Own(new AwsChanges(this, ThrottleLimit, writesResult: true, StopToken));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            RoleSpecification specification = Specify(ExternalId);
            bool force = Force;
            foreach (AwsTarget target in AwsTargets.Of(ProfileName, AccountId, AssumeRoleName, TimeoutSec))
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
