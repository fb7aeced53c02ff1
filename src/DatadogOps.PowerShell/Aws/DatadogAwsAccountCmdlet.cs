using DatadogOps.Aws;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>What the cmdlets over registered AWS accounts share: the client, and that a failure over one account is one error.</summary>
public abstract class DatadogAwsAccountCmdlet : DatadogConnectionCmdlet
{
    private DatadogApiClient? _api;
    private AwsAccountClient? _accounts;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _api = OpenApi();
            _accounts = new AwsAccountClient(_api, TimeProvider.System);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _api?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Works on each of the accounts; a failure is an error of its own, but for keys that no further request would fare better with.</summary>
    internal void ForEach(IEnumerable<string> targets, Action<AwsAccountClient, string> work)
    {
        foreach (string target in targets)
        {
            try
            {
                work(_accounts!, target);
            }
            catch (OperationException error) when (error.Kind == OperationErrorKind.AuthenticationFailed)
            {
                ThrowTerminatingError(ToErrorRecord(error));
            }
            catch (OperationException error)
            {
                WriteError(ToErrorRecord(error));
            }
        }
    }

    /// <summary>Works on each registration that is named by its UUID or by the AWS account.</summary>
    internal void ForEachRegistration(string[] ids, string[] accountIds, Action<AwsAccountClient, DatadogAwsAccount> work)
    {
        ForEach(ids, (accounts, id) => work(accounts, Wait(accounts.GetAsync(id, StopToken))));
        ForEach(accountIds, (accounts, accountId) => work(accounts, Wait(accounts.FindAsync(accountId, StopToken))));
    }
}
