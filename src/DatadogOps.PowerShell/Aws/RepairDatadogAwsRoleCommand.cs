using System.Management.Automation;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Repairs what Test-DatadogAwsRole finds in a role.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "DatadogAwsRole", SupportsShouldProcess = true, DefaultParameterSetName = RoleSet)]
[OutputType(typeof(DatadogAwsRole))]
public sealed class RepairDatadogAwsRoleCommand : AwsSpecificationCmdlet
{
    private const string RoleSet = "Role";
    private const string FindingSet = "Finding";

    // Findings of one role arrive one by one, and are repaired together.
    private readonly Dictionary<string, List<DatadogAwsRoleFinding>> _found = new(StringComparer.Ordinal);
    private AwsChanges? _changes;

    /// <summary>Findings of Test-DatadogAwsRole; passed findings are ignored.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingSet)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The external id that Datadog generated. Without it, the role keeps its current one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Rules to repair; by default all that do not pass.</summary>
    [Parameter(ParameterSetName = RoleSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Rule { get; set; }

    /// <summary>Also repairs a role that DatadogOps did not create.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the role.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

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
    protected override void BeginProcessing() => _changes = Own(new AwsChanges(this, ThrottleLimit, PassThru, StopToken));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (InputObject?.BaseObject is DatadogAwsRoleFinding finding)
            {
                Collect(finding);
                return;
            }

            RoleSpecification specification = Specify(ExternalId);
            foreach (AwsTarget target in AwsTargets.Of(ProfileName, AccountId, AssumeRoleName, TimeoutSec))
            {
                Plan(target, specification, Rule);
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (List<DatadogAwsRoleFinding> findings in _found.Values)
        {
            DatadogAwsRoleFinding finding = findings[0];
            RoleSpecification specification = finding.GetSpecification();
            Plan(finding.GetTarget(), ExternalId is { Length: > 0 } id ? specification with { ExternalId = AwsNames.CheckExternalId(id) } : specification, [.. findings.Select(one => one.Rule)]);
        }

        _changes!.Finish();
    }

    private void Collect(DatadogAwsRoleFinding finding)
    {
        if (finding.Status is not Finding.Passed)
        {
            if (!_found.TryGetValue(finding.Target, out List<DatadogAwsRoleFinding>? findings))
            {
                _found[finding.Target] = findings = [];
            }

            findings.Add(finding);
        }
    }

    private void Plan(AwsTarget target, RoleSpecification specification, IReadOnlyCollection<string>? rules)
    {
        bool force = Force;
        _changes!.Add(target, (session, stop) => RoleOperations.PlanRepairAsync(session, specification, rules, force, stop));
    }
}
