using System.Management.Automation;
using DatadogOps.Aws.Accounts;

namespace DatadogOps.Commands.Aws;

/// <summary>Shows the AWS accounts that are registered with Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogAwsAccount", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class GetDatadogAwsAccountCommand : DatadogAwsAccountCmdlet
{
    private const string AccountSet = "AccountId";
    private const string IdSet = "RegistrationId";

    /// <summary>AWS accounts, 12 digits each; all of them unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = AccountSet)]
    [Alias("Id")]
    [ValidatePattern("^[0-9]{12}$")]
    public string[] AccountId { get; set; } = [];

    /// <summary>Datadog's UUIDs of registrations.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] RegistrationId { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == AccountSet && AccountId.Length == 0)
        {
            ForEach([""], (accounts, _) => WriteObject(Wait(accounts.ListAsync(null, StopToken)), enumerateCollection: true));
        }

        ForEach(AccountId, (accounts, accountId) => WriteObject(Wait(accounts.ListAsync(accountId, StopToken)), enumerateCollection: true));
        ForEach(RegistrationId, (accounts, id) => WriteObject(Wait(accounts.GetAsync(id, StopToken))));
    }
}
