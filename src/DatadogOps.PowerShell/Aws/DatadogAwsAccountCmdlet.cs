using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>What the cmdlets over registered AWS accounts share: a failure over one account is one error.</summary>
public abstract class DatadogAwsAccountCmdlet : DatadogApiCmdlet
{
    /// <summary>Works on each of the accounts.</summary>
    internal void ForEach(IEnumerable<string> targets, Action<AwsAccountClient, string> work)
    {
        var accounts = new AwsAccountClient(Api, TimeProvider.System);
        foreach (string target in targets)
        {
            Try(() => work(accounts, target));
        }
    }

    /// <summary>Works on each registration that is named by its UUID or by the AWS account.</summary>
    internal void ForEachRegistration(string[] ids, string[] accountIds, Action<AwsAccountClient, DatadogAwsAccount> work)
    {
        ForEach(ids, (accounts, id) => work(accounts, Wait(accounts.GetAsync(id, StopToken))));
        ForEach(accountIds, (accounts, accountId) => work(accounts, Wait(accounts.FindAsync(accountId, StopToken))));
    }
}
