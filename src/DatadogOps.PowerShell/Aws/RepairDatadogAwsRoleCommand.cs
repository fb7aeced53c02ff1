using System.Management.Automation;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Mends what Test-DatadogAwsRole finds in a role, and no more.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "DatadogAwsRole", SupportsShouldProcess = true, DefaultParameterSetName = RoleSet)]
[OutputType(typeof(DatadogAwsRole))]
public sealed class RepairDatadogAwsRoleCommand : AwsRoleCmdlet
{
    private const string RoleSet = "Role";
    private const string FindingSet = "Finding";

    // Findings of one role arrive one by one, and are mended together.
    private readonly Dictionary<string, (object First, List<string> Rules)> _found = new(StringComparer.Ordinal);
    private AwsChanges? _changes;

    /// <summary>Findings of Test-DatadogAwsRole; those that passed are left alone.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FindingSet)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The external id that Datadog generated. Without it, the one that the role asks for now stays.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Rules to mend; all that do not pass, unless given.</summary>
    [Parameter(ParameterSetName = RoleSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Rule { get; set; }

    /// <summary>Mends a role that DatadogOps did not make, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts out the role.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

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
            foreach (AwsTarget target in Targets)
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
        foreach ((object first, List<string> rules) in _found.Values)
        {
            var finding = (DatadogAwsRoleFinding)first;
            RoleSpecification specification = finding.GetSpecification();
            Plan(finding.GetTarget(), ExternalId is { Length: > 0 } id ? specification with { ExternalId = AwsNames.CheckExternalId(id) } : specification, rules);
        }

        _changes!.Finish();
    }

    private void Collect(DatadogAwsRoleFinding finding)
    {
        if (finding.Status is not Finding.Passed)
        {
            string role = $"{finding.AccountId}/{finding.RoleName}";
            if (!_found.TryGetValue(role, out (object First, List<string> Rules) all))
            {
                _found[role] = all = (finding, []);
            }

            all.Rules.Add(finding.Rule);
        }
    }

    private void Plan(AwsTarget target, RoleSpecification specification, IReadOnlyCollection<string>? rules)
    {
        bool force = Force;
        _changes!.Add(target, (session, stop) => RoleOperations.PlanRepairAsync(session, specification, rules, force, stop));
    }
}
