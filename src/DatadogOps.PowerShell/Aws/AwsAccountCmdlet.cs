using System.Management.Automation;
using DatadogOps.Aws.Sessions;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Base of the cmdlets that need only a role's name: the parameters that select accounts.</summary>
public abstract class AwsAccountCmdlet : DatadogOpsCmdlet
{
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

    private protected IEnumerable<AwsTarget> Targets => AwsTargets.Of(ProfileName, AccountId, AssumeRoleName, TimeoutSec);
}
