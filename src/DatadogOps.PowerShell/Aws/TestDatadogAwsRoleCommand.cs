using System.Management.Automation;
using System.Threading.Channels;
using DatadogOps.Aws.Accounts;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Sessions;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;

namespace DatadogOps.Commands.Aws;

/// <summary>Compares a role with its specification: one finding for each rule.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatadogAwsRole")]
[OutputType(typeof(DatadogAwsRoleFinding), typeof(bool))]
public sealed class TestDatadogAwsRoleCommand : AwsSpecificationCmdlet
{
    private AwsWork? _work;
    private AwsRegistrations? _registrations;
    private int _tested;
    private int _failed;
    private int _wanted;

    /// <summary>The external id that Datadog uses. Without it, any id in Datadog's format passes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ExternalId { get; set; }

    /// <summary>Also checks in Datadog that the account is registered with this role and external id.</summary>
    [Parameter]
    public SwitchParameter IncludeRegistration { get; set; }

    /// <summary>Context of Connect-Datadog -PassThru or Get-DatadogContext. Defaults to the runspace's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public DatadogContext? Context { get; set; }

    /// <summary>Returns one Boolean: true if nothing failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

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

    private protected override DatadogContext? SiteContext => Context ?? base.SiteContext;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _registrations = IncludeRegistration ? Own(new AwsRegistrations(Context, TimeSpan.FromSeconds(TimeoutSec))) : null;
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }

        _work = Own(new AwsWork(this, ThrottleLimit, "Testing AWS accounts", StopToken, Tell));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _wanted++;
        try
        {
            RoleSpecification specification = Specify(ExternalId);
            AwsAccountClient? accounts = _registrations?.Of(specification.Site);
            AwsTarget[] targets = [.. AwsTargets.Of(ProfileName, AccountId, AssumeRoleName, TimeoutSec)];
            _wanted += targets.Length - 1;
            foreach (AwsTarget target in targets)
            {
                _work!.Add(target, (session, reports, stop) => TestAsync(session, specification, accounts, reports, stop));
            }
        }
        catch (OperationException error) when (error.Kind == OperationErrorKind.AuthenticationFailed)
        {
            // A Datadog key is missing: every account would fail.
            ThrowTerminatingError(ToErrorRecord(error));
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _work!.Finish();
        if (Quiet)
        {
            WriteObject(_failed == 0 && _tested == _wanted);
        }
    }

    private void Tell(object item)
    {
        var findings = (IReadOnlyList<DatadogAwsRoleFinding>)item;
        _tested++;
        foreach (DatadogAwsRoleFinding finding in findings)
        {
            _failed += finding.Status == Finding.Failed ? 1 : 0;
            if (!Quiet)
            {
                WriteObject(finding);
            }
        }
    }

    private static async Task TestAsync(
        AwsSession session, RoleSpecification specification, AwsAccountClient? accounts, ChannelWriter<OperationOutput<object>> reports, CancellationToken stop)
    {
        IReadOnlyList<DatadogAwsRoleFinding> findings = accounts is null
            ? await RoleOperations.TestAsync(session, specification, stop).ConfigureAwait(false)
            : await RoleOperations.TestAsync(session, specification, accounts, stop).ConfigureAwait(false);
        await reports.WriteAsync(OperationOutput<object>.OfItem(findings), stop).ConfigureAwait(false);
    }
}
