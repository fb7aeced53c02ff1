using System.Management.Automation;
using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>Gets the AWS accounts that are registered with Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogAwsAccount", DefaultParameterSetName = AccountSet)]
[OutputType(typeof(DatadogAwsAccount))]
public sealed class GetDatadogAwsAccountCommand : DatadogApiCmdlet
{
    private const string AccountSet = "AccountId";
    private const string IdSet = "RegistrationId";

    /// <summary>AWS account ids, 12 digits each. Defaults to all.</summary>
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
            this.ForEachAccount([""], (accounts, _) => WriteObject(Wait(accounts.ListAsync(null, StopToken)), enumerateCollection: true));
        }

        this.ForEachAccount(AccountId, (accounts, accountId) => WriteObject(Wait(accounts.ListAsync(accountId, StopToken)), enumerateCollection: true));
        this.ForEachAccount(RegistrationId, (accounts, id) => WriteObject(Wait(accounts.GetAsync(id, StopToken))));
    }
}
