using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Aws.Roles;
using DatadogOps.Aws.Specification;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Aws.Accounts;

/// <summary>
/// The AWS accounts of a Datadog organisation (<c>/api/v2/integration/aws</c>). Needs both keys, with the scopes
/// aws_configuration_read and aws_configurations_manage. Nothing here ever deletes but <see cref="DeleteAsync"/>.
/// </summary>
public sealed class AwsAccountClient(DatadogApiClient api, TimeProvider time)
{
    private const string Root = "api/v2/integration/aws/";

    // An organisation may have thousands of accounts, each of some kilobytes, and the list is not paged.
    private const int MaxListLength = 64 * 1024 * 1024;

    /// <summary>The accounts that are registered.</summary>
    /// <param name="accountId">Only those of this AWS account; it may be registered more than once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Datadog did not answer.</exception>
    public async Task<IReadOnlyList<DatadogAwsAccount>> ListAsync(string? accountId, CancellationToken cancellationToken)
    {
        string query = accountId is null ? "" : "?aws_account_id=" + Uri.EscapeDataString(accountId);
        JsonNode data = await AskAsync(new DatadogRequest(HttpMethod.Get, Root + "accounts" + query) { MaxAnswerLength = MaxListLength }, cancellationToken).ConfigureAwait(false);
        return Read(() => data.AsArray().Select(ReadAccount).ToArray());
    }

    /// <summary>The account of that registration.</summary>
    /// <param name="id">Datadog's UUID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is none, or Datadog did not answer.</exception>
    public Task<DatadogAwsAccount> GetAsync(string id, CancellationToken cancellationToken) =>
        AskForOneAsync(new DatadogRequest(HttpMethod.Get, PathOf(id)) { Subject = SubjectOf(id) }, cancellationToken);

    /// <summary>The one registration of an AWS account.</summary>
    /// <param name="accountId">12 digits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is none, or more than one.</exception>
    public async Task<DatadogAwsAccount> FindAsync(string accountId, CancellationToken cancellationToken)
    {
        IReadOnlyList<DatadogAwsAccount> there = await ListAsync(accountId, cancellationToken).ConfigureAwait(false);
        return there switch
        {
            [{ } one] => one,
            [] => throw new OperationException(
                AwsAccountErrorIds.AccountNotRegistered,
                OperationErrorKind.NotFound,
                accountId,
                $"The AWS account {accountId} is not registered at {api.Site}.",
                "Register it with Register-DatadogAwsAccount; Get-DatadogAwsAccount shows what is registered."),
            _ => throw new OperationException(
                AwsAccountErrorIds.AccountSettingsConflict,
                OperationErrorKind.InvalidInput,
                accountId,
                $"The AWS account {accountId} is registered {there.Count} times at {api.Site}.",
                $"Specify -RegistrationId: {string.Join(", ", there.Select(account => account.RegistrationId))}."),
        };
    }

    /// <summary>Refuses a role that trusts another site's AWS account: this site could never assume it, and nothing at AWS would tell why.</summary>
    /// <param name="accountId">The account of the role.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="roleName">The role.</param>
    /// <param name="trusted">Datadog's accounts that it trusts (<see cref="DatadogAwsRole.TrustedAccountId"/>); not checked where it is empty, or this site is an address of one's own.</param>
    /// <exception cref="OperationException">It trusts another, or this site has no account in the partition.</exception>
    public void CheckTrust(string accountId, string partition, string? roleName, string? trusted)
    {
        if (string.IsNullOrEmpty(trusted) || api.Site.Name is null)
        {
            return;
        }

        string[] there = trusted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string own = DatadogPrincipal.AccountFor(api.Site, AwsPartition.FromName(partition));
        if (!there.Contains(own))
        {
            string[] sites = [.. there.SelectMany(DatadogPrincipal.SitesOf)];
            throw new OperationException(
                AwsAccountErrorIds.RoleOfAnotherSite,
                OperationErrorKind.InvalidInput,
                accountId,
                $"The role '{roleName}' in the account {accountId} trusts {trusted}{(sites.Length == 0 ? "" : $", which is Datadog's account of {string.Join(", ", sites)}")}; {api.Site} uses {own} and could not assume it.",
                $"Register it with its own site (-Site, with that site's keys), or have it trust this one: Repair-DatadogAwsRole -RoleName {roleName} -Site {api.Site}.");
        }
    }

    /// <summary>
    /// Registers an account. One that is there already with the same role and external id is returned as it is, so that a run
    /// that was cut short can be repeated.
    /// </summary>
    /// <param name="accountId">12 digits.</param>
    /// <param name="partition">aws, aws-us-gov or aws-cn.</param>
    /// <param name="settings">How Datadog gets in, and what it collects.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">It is registered otherwise, or Datadog refused it.</exception>
    public async Task<(DatadogAwsAccount Account, bool WasThere)> RegisterAsync(string accountId, string partition, AccountSettings settings, CancellationToken cancellationToken)
    {
        JsonObject attributes = AccountAttributes.New(accountId, partition);
        AccountAttributes.Apply(attributes, settings);
        var request = new DatadogRequest(HttpMethod.Post, Root + "accounts")
        {
            Body = AccountAttributes.ToBody(attributes, null),
            Subject = $"AWS account {accountId}",
            IsRepeatable = true, // a second registration of the same account answers 409
        };
        try
        {
            return (await AskForOneAsync(request, cancellationToken).ConfigureAwait(false), false);
        }
        catch (OperationException conflict) when (conflict.ErrorId == TelemetryErrorIds.DatadogConflict)
        {
            IReadOnlyList<DatadogAwsAccount> there = await ListAsync(accountId, cancellationToken).ConfigureAwait(false);
            return there.FirstOrDefault(account => IsSameWayIn(account, settings)) is { } same ? (same, true) : throw Otherwise(accountId, there, conflict);
        }
    }

    /// <summary>Changes what settings ask for, and leaves everything else as it is.</summary>
    /// <param name="account">The account as it was read.</param>
    /// <param name="settings">What to change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Datadog refused it.</exception>
    public Task<DatadogAwsAccount> UpdateAsync(DatadogAwsAccount account, AccountSettings settings, CancellationToken cancellationToken)
    {
        JsonObject attributes = AccountAttributes.Editable(account);
        AccountAttributes.Apply(attributes, settings);
        return AskForOneAsync(
            new DatadogRequest(HttpMethod.Patch, PathOf(account.RegistrationId))
            {
                Body = AccountAttributes.ToBody(attributes, account.RegistrationId),
                Subject = $"AWS account {account.AccountId}",
            },
            cancellationToken);
    }

    /// <summary>What <see cref="UpdateAsync"/> would make of an account, a line a change; empty where it would change nothing.</summary>
    public static IReadOnlyList<string> Differences(DatadogAwsAccount account, AccountSettings settings)
    {
        JsonObject attributes = AccountAttributes.Editable(account);
        JsonNode before = attributes.DeepClone();
        AccountAttributes.Apply(attributes, settings);
        List<string> lines = [];
        JsonDifference.Add(lines, "", before, attributes);
        return lines;
    }

    /// <summary>Ends a registration. The role in the account stays.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">There is no such registration any more, or Datadog refused it.</exception>
    public Task DeleteAsync(DatadogAwsAccount account, CancellationToken cancellationToken) =>
        api.SendAsync(new DatadogRequest(HttpMethod.Delete, PathOf(account.RegistrationId)) { NeedsApplicationKey = true, Subject = $"AWS account {account.AccountId}" }, cancellationToken);

    /// <summary>Has Datadog generate an external id, which it keeps for 48 hours.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Datadog did not answer.</exception>
    public async Task<DatadogAwsExternalId> NewExternalIdAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset asked = time.GetUtcNow();
        JsonNode data = await AskAsync(new DatadogRequest(HttpMethod.Post, Root + "generate_new_external_id"), cancellationToken).ConfigureAwait(false);
        return new DatadogAwsExternalId
        {
            ExternalId = Read(() => AccountAttributes.Need(AccountAttributes.Need(data, "attributes"), "external_id").GetValue<string>()),
            Site = api.Site.Name,
            ExpiresAt = asked + DatadogAwsExternalId.Lifetime,
        };
    }

    private DatadogAwsAccount ReadAccount(JsonNode? data) => AccountAttributes.Read(data) with { Site = api.Site.Name };

    private static string PathOf(string id) => Root + "accounts/" + Uri.EscapeDataString(id);

    private static string SubjectOf(string id) => $"registration {id}";

    private static bool IsSameWayIn(DatadogAwsAccount account, AccountSettings settings) =>
        settings.AccessKeyId is not null
            ? account.AccessKeyId == settings.AccessKeyId
            : account.RoleName == settings.RoleName && (settings.ExternalId is null || account.ExternalId == settings.ExternalId);

    private static OperationException Otherwise(string accountId, IReadOnlyList<DatadogAwsAccount> there, OperationException conflict)
    {
        string how = there is [{ } one, ..]
            ? one.AuthType == DatadogAwsAuthType.Role ? $" with the role '{one.RoleName}' and the external id {one.ExternalId}" : $" with the access key {one.AccessKeyId}"
            : " in a way that these keys cannot see";
        return new OperationException(
            AwsAccountErrorIds.AccountRegisteredOtherwise,
            OperationErrorKind.InvalidInput,
            accountId,
            $"The AWS account {accountId} is registered already{how}. It was left as it is.",
            $"Change it with Set-DatadogAwsAccount -AccountId {accountId} -RoleName ... -ExternalId ..., or specify the registered values.",
            conflict);
    }

    private async Task<DatadogAwsAccount> AskForOneAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        JsonNode data = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        return Read(() => ReadAccount(data));
    }

    private async Task<JsonNode> AskAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        try
        {
            DatadogAnswer answer = await api.SendAsync(request with { NeedsApplicationKey = true }, cancellationToken).ConfigureAwait(false);
            return Read(() => AccountAttributes.Need(JsonNode.Parse(answer.Body.Span), "data"));
        }
        catch (OperationException refused) when (refused.ErrorId == TelemetryErrorIds.DatadogRefused && refused.Message.Contains("External ID", StringComparison.OrdinalIgnoreCase))
        {
            throw new OperationException(
                AwsAccountErrorIds.ExternalIdRefused,
                OperationErrorKind.InvalidInput,
                refused.Target,
                $"Datadog rejected the external id for the {request.Subject}: Datadog did not generate it, or it is older than 48 hours. {refused.Message}",
                "Get one with New-DatadogAwsExternalId, have the role trust it (New-DatadogAwsRole -ExternalId), and register within 48 hours.",
                refused);
        }
        catch (OperationException unknown) when (unknown.ErrorId == TelemetryErrorIds.DatadogNotFound)
        {
            throw new OperationException(
                AwsAccountErrorIds.AccountNotRegistered,
                OperationErrorKind.NotFound,
                unknown.Target,
                unknown.Message,
                "Get-DatadogAwsAccount shows what is registered.",
                unknown);
        }
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new OperationException(
                AwsAccountErrorIds.AccountAnswerUnknown,
                OperationErrorKind.ProtocolError,
                api.Site.ToString(),
                $"{api.Site} returned an invalid account: {error.Message}",
                "Check -ApiUri. If Datadog responded, its API has changed: update DatadogOps.",
                error);
        }
    }
}
