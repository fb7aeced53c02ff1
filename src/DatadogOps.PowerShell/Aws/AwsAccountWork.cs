using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Aws;

/// <summary>The work of the cmdlets for registered AWS accounts: a failure of one account is one error.</summary>
internal static class AwsAccountWork
{
    /// <summary>Processes each of the accounts.</summary>
    public static void ForEachAccount(this DatadogApiCmdlet cmdlet, IEnumerable<string> targets, Action<AwsAccountClient, string> work)
    {
        var accounts = new AwsAccountClient(cmdlet.Api, TimeProvider.System);
        foreach (string target in targets)
        {
            cmdlet.Try(() => work(accounts, target));
        }
    }

    /// <summary>Processes each registration, found by its UUID or by the AWS account.</summary>
    public static void ForEachRegistration(this DatadogApiCmdlet cmdlet, string[] ids, string[] accountIds, Action<AwsAccountClient, DatadogAwsAccount> work)
    {
        cmdlet.ForEachAccount(ids, (accounts, id) => work(accounts, cmdlet.Wait(accounts.GetAsync(id, cmdlet.StopToken))));
        cmdlet.ForEachAccount(accountIds, (accounts, accountId) => work(accounts, cmdlet.Wait(accounts.FindAsync(accountId, cmdlet.StopToken))));
    }
}
