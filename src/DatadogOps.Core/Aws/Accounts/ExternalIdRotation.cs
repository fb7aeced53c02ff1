using System.Globalization;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Aws.Sessions;
using DatadogOps.Common;

namespace DatadogOps.Aws.Accounts;

/// <summary>
/// Gives a registered account a new external id, on both sides and without a gap: the role first trusts the old and the new one,
/// then Datadog is told the new one, then the role forgets the old one. While both stand in the trust policy the old one stands first,
/// which is all that a run that was cut short needs to know to be finished by the next.
/// </summary>
/// <param name="session">Access to the account of the role.</param>
/// <param name="accounts">Datadog's side.</param>
/// <param name="time">The clock.</param>
public sealed class ExternalIdRotation(AwsSession session, AwsAccountClient accounts, TimeProvider time)
{
    /// <summary>Gives the account a new external id, or finishes what an earlier run began.</summary>
    /// <param name="account">The account as Datadog has it.</param>
    /// <param name="grace">How long the role goes on to trust the old id after Datadog knows the new one.</param>
    /// <param name="tell">Told each step when it is done.</param>
    /// <param name="cancellationToken">Ends it after a step; nothing is lost.</param>
    /// <returns>The account with its new external id.</returns>
    /// <exception cref="OperationException">A step failed; run it again to go on from there.</exception>
    public async Task<DatadogAwsAccount> RunAsync(DatadogAwsAccount account, TimeSpan grace, Action<string> tell, CancellationToken cancellationToken)
    {
        if (account is not { RoleName: { } roleName, ExternalId: { } registered })
        {
            throw new OperationException(
                AwsAccountErrorIds.AccountSettingsConflict,
                OperationErrorKind.InvalidInput,
                account.AccountId,
                $"The AWS account {account.AccountId} has no external id: Datadog uses an access key.",
                "Change the key with Set-DatadogAwsAccount -AccessKeyId -SecretAccessKey.");
        }

        TrustedExternalIds trust = await ReadAsync(account, roleName, cancellationToken).ConfigureAwait(false);
        if (!trust.Ids.Contains(registered))
        {
            throw new OperationException(
                AwsAccountErrorIds.ExternalIdMismatch,
                OperationErrorKind.InvalidInput,
                roleName,
                $"The role {roleName} in the account {account.AccountId} does not trust the external id that Datadog has ({registered}), so Datadog is locked out now.",
                $"Have it trust that id first: Repair-DatadogAwsRole -RoleName {roleName} -ExternalId {registered}.");
        }

        string? next = trust.Ids is [{ } first, { } second] && first == registered ? second : null;
        bool isAtEnd = trust.Ids is [_, { } last] && last == registered;
        if (!isAtEnd)
        {
            account = await ChangeAsync(account, trust, roleName, registered, next, tell, cancellationToken).ConfigureAwait(false);
            if (grace > TimeSpan.Zero)
            {
                tell(string.Create(CultureInfo.InvariantCulture, $"The role {roleName} in the account {account.AccountId} still trusts {registered} for {grace.TotalSeconds} s."));
                await Task.Delay(grace, time, cancellationToken).ConfigureAwait(false);
            }
        }

        // Read anew: somebody may have changed another part of it meanwhile.
        trust = await ReadAsync(account, roleName, cancellationToken).ConfigureAwait(false);
        await TrustAsync(roleName, trust.With(account.ExternalId!), cancellationToken).ConfigureAwait(false);
        tell($"The role {roleName} in the account {account.AccountId} trusts only {account.ExternalId}.");
        return account;
    }

    private async Task<DatadogAwsAccount> ChangeAsync(
        DatadogAwsAccount account, TrustedExternalIds trust, string roleName, string registered, string? next, Action<string> tell, CancellationToken cancellationToken)
    {
        if (next is not null)
        {
            try
            {
                return await RegisterAsync(account, next, tell, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationException refused) when (refused.ErrorId == AwsAccountErrorIds.ExternalIdRefused)
            {
                tell($"The external id {next} of an earlier run has expired; it is replaced.");
            }
        }

        next = (await accounts.NewExternalIdAsync(cancellationToken).ConfigureAwait(false)).ExternalId;
        await TrustAsync(roleName, trust.With(registered, next), cancellationToken).ConfigureAwait(false);
        tell($"The role {roleName} in the account {account.AccountId} trusts {registered} and {next}.");
        return await RegisterAsync(account, next, tell, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DatadogAwsAccount> RegisterAsync(DatadogAwsAccount account, string externalId, Action<string> tell, CancellationToken cancellationToken)
    {
        await accounts.UpdateAsync(account, new AccountSettings { ExternalId = externalId }, cancellationToken).ConfigureAwait(false);
        DatadogAwsAccount changed = await accounts.GetAsync(account.RegistrationId, cancellationToken).ConfigureAwait(false);
        if (changed.ExternalId != externalId)
        {
            throw new OperationException(
                AwsAccountErrorIds.ExternalIdMismatch,
                OperationErrorKind.ProtocolError,
                account.AccountId,
                $"Datadog accepted the external id {externalId} for the account {account.AccountId} and still shows {changed.ExternalId}. The role trusts both.",
                "Run the command again; if it stays so, see the account's page in Datadog.");
        }

        tell($"Datadog has {externalId} for the account {account.AccountId}.");
        return changed;
    }

    private async Task<TrustedExternalIds> ReadAsync(DatadogAwsAccount account, string roleName, CancellationToken cancellationToken)
    {
        GetRoleResponse answer = await CallAsync(session.Iam.GetRoleAsync(new GetRoleRequest { RoleName = roleName }, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return new TrustedExternalIds(Uri.UnescapeDataString(answer.Role.AssumeRolePolicyDocument));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new OperationException(
                AwsErrorIds.AnswerUnknown,
                OperationErrorKind.ProtocolError,
                roleName,
                $"The trust policy of the role {roleName} in the account {account.AccountId} cannot be read: {failure.Message}",
                "See it with Get-DatadogAwsRole.",
                failure);
        }
    }

    private Task<IamResponse> TrustAsync(string roleName, string document, CancellationToken cancellationToken) => CallAsync(
        session.Iam.UpdateAssumeRolePolicyAsync(new UpdateAssumeRolePolicyRequest { RoleName = roleName, PolicyDocument = document }, cancellationToken),
        cancellationToken);

    private async Task<T> CallAsync<T>(Task<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (Exception failure) when (AwsErrors.Translate(failure, session.Target, cancellationToken) is { } told)
        {
            throw told;
        }
    }
}
